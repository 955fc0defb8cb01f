/** Random applications: modules, guards at the four levels, markers. The same seed gives the same text. */
export function generate(seed: number): string {
  const random = generator(seed);
  const chance = (probability: number) => random() < probability;
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const some = (items: readonly string[], most: number) =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(items));
  let last = 0;

  const marks = () => [
    ...(chance(0.3) ? ['@Public()'] : []),
    ...(chance(0.25) ? [`@Roles(${pick(["'admin'", "'admin', 'editor'", ''])})`] : []),
  ];
  const guardsOn = () => {
    const names = some(guards, 2);
    if (names.length < 2 || chance(0.5)) return names.length > 0 ? [`@UseGuards(${names.join(', ')})`] : [];
    return chance(0.5) ? names.map((name) => `@UseGuards(${name})`) : [`@Both(${names.join(', ')})`];
  };
  const route = (index: number) => {
    const lines = [
      ...marks(),
      ...guardsOn(),
      `@${pick(['Get', 'Post', 'Put', 'Delete'])}('${pick(['', 'a', ':id/b'])}${index}')`,
    ];
    return `  ${lines.join('\n  ')}\n  r${index}() { return {}; }`;
  };
  const controller = () => {
    const name = `C${++last}`;
    const parent = chance(0.3) ? `B${last}` : null;
    const base = parent ? `${guardsOn().join(' ')} class ${parent} {\n${route(90)}\n}\n` : '';
    const routes = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index) => route(index));
    const heads = [...marks(), ...guardsOn(), `@Controller('c${last}')`];
    return {
      name,
      text: `${base}${heads.join('\n')}\nclass ${name}${parent ? ` extends ${parent}` : ''} {\n${routes.join('\n')}\n}`,
    };
  };
  const module = (depth: number): { name: string; text: string } => {
    const children = depth === 0 ? [] : Array.from({ length: Math.floor(random() * 3) }, () => module(depth - 1));
    const controllers = Array.from({ length: depth === 2 ? 1 : Math.floor(random() * 2) }, controller);
    const name = `M${++last}`;
    const provided = chance(0.25) ? some(guards, 2) : [];
    const shape = (guard: string) =>
      pick([
        `{ provide: APP_GUARD, useClass: ${guard} }`,
        `{ provide: APP_GUARD, useFactory: (reflector: Reflector) => new ${guard}(reflector), inject: [Reflector] }`,
      ]);
    const metadata = [
      `imports: [${children.map((child) => child.name).join(', ')}]`,
      `controllers: [${controllers.map((one) => one.name).join(', ')}]`,
      `providers: [${provided.map(shape).join(', ')}]`,
    ];
    const own = `@Module({ ${metadata.join(', ')} })\nclass ${name} {}`;
    return {
      name,
      text: [...children, ...controllers]
        .map((one) => one.text)
        .concat(own)
        .join('\n\n'),
    };
  };
  const root = module(2);
  const global = chance(0.3) ? some(guards, 2).map((name) => `new ${name}(app.get(Reflector))`) : [];
  return `${prelude}\n${root.text}\n
async function bootstrap() {
  const app = await NestFactory.create(${root.name});
  ${global.length > 0 ? `app.useGlobalGuards(${global.join(', ')});` : ''}
  ${chance(0.4) ? "app.setGlobalPrefix('api');" : ''}
  await app.listen(3000);
}
bootstrap();
`;
}

const guards = ['Pass', 'Key', 'KeyUnlessPublic', 'KeyOfHandler', 'KeyForRoles', 'KeyLater'];

const prelude = `
import { applyDecorators, CanActivate, Controller, Delete, ExecutionContext, Get, Injectable, Module, Post, Put, SetMetadata, UnauthorizedException, UseGuards } from '@nestjs/common';
import { APP_GUARD, NestFactory, Reflector } from '@nestjs/core';

const Public = () => SetMetadata('public', true);
const Roles = (...roles: string[]) => SetMetadata('roles', roles);
const Both = (first: any, second: any) => applyDecorators(UseGuards(first), UseGuards(second));

@Injectable()
abstract class Base implements CanActivate {
  constructor(protected readonly reflector: Reflector) {}
  protected hasKey(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest().headers['x-api-key'] === process.env.API_KEY;
  }
  abstract canActivate(context: ExecutionContext): boolean | Promise<boolean>;
}
@Injectable()
class Pass extends Base {
  canActivate() { return true; }
}
@Injectable()
class Key extends Base {
  canActivate(context: ExecutionContext) {
    if (!this.hasKey(context)) throw new UnauthorizedException();
    return true;
  }
}
@Injectable()
class KeyUnlessPublic extends Base {
  canActivate(context: ExecutionContext) {
    const isPublic = this.reflector.getAllAndOverride<boolean>('public', [context.getHandler(), context.getClass()]);
    return isPublic || this.hasKey(context);
  }
}
@Injectable()
class KeyOfHandler extends Base {
  canActivate(context: ExecutionContext) {
    if (this.reflector.get<boolean>('public', context.getHandler())) return true;
    return this.hasKey(context);
  }
}
@Injectable()
class KeyForRoles extends Base {
  canActivate(context: ExecutionContext) {
    const roles = this.reflector.getAllAndMerge<string[]>('roles', [context.getHandler(), context.getClass()]);
    if (roles.length === 0) return true;
    return this.hasKey(context);
  }
}
@Injectable()
class KeyLater extends Base {
  async canActivate(context: ExecutionContext) {
    await Promise.resolve();
    return this.hasKey(context);
  }
}
`;

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
