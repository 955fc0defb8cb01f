/** https://docs.nestjs.com/techniques/configuration: what the environment says, by name. */
export const nestjsConfig = `
import { Inject, Module } from '@nestjs/common';

export class ConfigService {
  get(name, fallback) {
    return typeof fallback === 'string' ? (process.env[name] ?? fallback) : process.env[name];
  }
  getOrThrow(name) {
    return process.env[name];
  }
}

export class ConfigModule {
  static forRoot(options) {
    return { module: ConfigModule, global: options?.isGlobal, providers: [ConfigService], exports: [ConfigService] };
  }
  static forFeature() {
    return { module: ConfigModule };
  }
}
Module({ providers: [ConfigService], exports: [ConfigService] })(ConfigModule);
`;
