/**
 * https://docs.nestjs.com/techniques/configuration: what the program's own factories say by name or path, else what the
 * environment says. All modules of a program share it.
 */
export const nestjsConfig = `
import { Inject, Module } from '@nestjs/common';

const loaded = {};

function load(factory) {
  const found = factory();
  if (factory.TOKEN) loaded[factory.TOKEN] = found;
  else Object.assign(loaded, found);
}

function read(name) {
  let value = loaded;
  for (const part of name.split('.')) value = value?.[part];
  return value;
}

export function registerAs(token, factory) {
  const own = () => factory();
  own.TOKEN = token;
  own.KEY = 'CONFIGURATION(' + token + ')';
  own.asProvider = () => ({ imports: [ConfigModule.forFeature(own)], useFactory: own });
  return own;
}

export class ConfigService {
  get(name, fallback) {
    const own = read(name);
    if (own !== undefined) return own;
    return typeof fallback === 'string' ? (process.env[name] ?? fallback) : process.env[name];
  }
  getOrThrow(name) {
    return read(name) ?? process.env[name];
  }
}

const providersOf = (factories) =>
  factories.filter((one) => one.KEY).map((one) => ({ provide: one.KEY, useFactory: one }));

export class ConfigModule {
  static forRoot(options) {
    const factories = options?.load ?? [];
    for (const one of factories) load(one);
    const own = providersOf(factories);
    return { module: ConfigModule, global: options?.isGlobal, providers: [ConfigService, ...own], exports: [ConfigService, ...own] };
  }
  static forFeature(factory) {
    load(factory);
    const own = providersOf([factory]);
    return { module: ConfigModule, providers: own, exports: own };
  }
}

// https://docs.nestjs.com/techniques/configuration#conditional-module-configuration
export class ConditionalModule {
  static async registerWhen(module, condition) {
    const isOn = typeof condition === 'string' ? process.env[condition]?.toLowerCase() !== 'false' : condition(process.env);
    return isOn
      ? { module: ConditionalModule, imports: [module], exports: [module] }
      : { module: ConditionalModule, imports: [], exports: [] };
  }
}
Module({})(ConditionalModule);
Module({ providers: [ConfigService], exports: [ConfigService] })(ConfigModule);
`;
