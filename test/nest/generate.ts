import { prelude } from './prelude.ts';

/**
 * Random applications: modules, guards at the four levels, interceptors, filters, pipes, middleware, versions, prefixes, markers. The
 * same seed gives the same text.
 */
export function generate(seed: number): string {
  const random = generator(seed);
  const chance = (probability: number) => random() < probability;
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const some = (items: readonly string[], most: number) =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(items));
  let last = 0;
  const versions = chance(0.4) ? pick(['URI', 'URI', 'HEADER']) : null;
  /** Paths of routes, for middleware and prefixes to name. */
  const known: { path: string; method: string }[] = [];

  const marks = () => [
    ...(chance(0.3) ? [pick(['@Public()', '@Open()', "@Level('low')", "@Level('high')"])] : []),
    ...(chance(0.25) ? [`@Roles(${pick(["'admin'", "'admin', 'editor'", ''])})`] : []),
  ];
  const guardsOn = () => {
    const names = some(guards, 2);
    const around = [
      ...(chance(0.15) ? [`@UseInterceptors(${pick(interceptors)})`] : []),
      ...(chance(0.15) ? [`@UseFilters(${[pick(filters), ...some(filters, 1)].join(', ')})`] : []),
    ];
    if (names.length < 2 || chance(0.5))
      return [...(names.length > 0 ? [`@UseGuards(${names.join(', ')})`] : []), ...around];
    return [...(chance(0.5) ? names.map((name) => `@UseGuards(${name})`) : [`@Both(${names.join(', ')})`]), ...around];
  };
  const version = () => pick(["'1'", "'2'", "['1', '2']", 'VERSION_NEUTRAL']);
  const route = (index: number, base: string | null) => {
    const method = pick(['Get', 'Post', 'Put', 'Delete']);
    const path = `${pick(['', 'a', ':id/b'])}${index}`;
    if (base) known.push({ path: `${base}/${path}`, method: method.toUpperCase() });
    const lines = [
      ...marks(),
      ...guardsOn(),
      ...(versions && chance(0.2) ? [`@Version(${version()})`] : []),
      `@${method}('${path}')`,
    ];
    const parameter = chance(0.15) ? pick(parameters) : '';
    return `  ${lines.join('\n  ')}\n  r${index}(${parameter}) { return {}; }`;
  };
  const controller = () => {
    const name = `C${++last}`;
    const path = `c${last}`;
    const parent = chance(0.3) ? `B${last}` : null;
    const base = parent ? `${guardsOn().join(' ')} class ${parent} {\n${route(90, null)}\n}\n` : '';
    const routes = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index) => route(index, path));
    const options = versions && chance(0.5) ? `{ path: '${path}', version: ${version()} }` : `'${path}'`;
    const heads = [...marks(), ...guardsOn(), `@Controller(${options})`];
    return {
      name,
      text: `${base}${heads.join('\n')}\nclass ${name}${parent ? ` extends ${parent}` : ''} {\n${routes.join('\n')}\n}`,
    };
  };
  /** `{ path, method, version }` of some route, or only a part of that. */
  const named = (): string => {
    const { path, method } = known.length > 0 ? pick(known) : { path: 'c0', method: 'GET' };
    if (chance(0.4)) return `'${chance(0.5) ? path : path.split('/')[0]}'`;
    const given = versions && chance(0.5) ? `, version: ${pick(["'1'", "'2'"])}` : '';
    // Where a header tells the version, what is left out for one of them is unknown, rightly so.
    const only = versions === 'URI' ? given : '';
    return `{ path: '${path}', method: RequestMethod.${method}${only} }`;
  };
  const configure = (controllers: readonly string[]): string => {
    const what = pick(['KeyMiddleware', 'KeyMiddleware', 'PassMiddleware', 'keyFunction']);
    const excluded = some(['x'], 2).map(named);
    const routes = chance(0.3) ? ["'*'"] : [...some(controllers.length > 0 ? controllers : ["'*'"], 1), named()];
    const exclude = excluded.length > 0 ? `.exclude(${excluded.join(', ')})` : '';
    return ` configure(consumer: MiddlewareConsumer) { consumer.apply(${what})${exclude}.forRoutes(${routes.join(', ')}); } `;
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
    const providers = [
      ...provided.map(shape),
      ...(chance(0.1) ? [`{ provide: APP_INTERCEPTOR, useClass: ${pick(interceptors)} }`] : []),
      ...(chance(0.1) ? [`{ provide: APP_FILTER, useClass: ${pick(filters)} }`] : []),
    ];
    const metadata = [
      `imports: [${children.map((child) => child.name).join(', ')}]`,
      `controllers: [${controllers.map((one) => one.name).join(', ')}]`,
      `providers: [${providers.join(', ')}]`,
    ];
    const body = chance(0.3) ? configure(controllers.map((one) => one.name)) : '';
    const own = `@Module({ ${metadata.join(', ')} })\nclass ${name} {${body}}`;
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
  const catching = chance(0.15) ? [pick(filters), pick(filters)].map((name) => `new (${name} as any)(adapter)`) : [];
  const outside = chance(0.4) ? [`, { exclude: [${Array.from({ length: 2 }, named).join(', ')}] }`] : [];
  const defaults = chance(0.6) ? `, defaultVersion: ${version()}` : '';
  const versioning = {
    URI: `{ type: VersioningType.URI${defaults}${chance(0.2) ? ", prefix: 'version-'" : ''} }`,
    // Requests of the comparison name no version.
    HEADER: "{ type: VersioningType.HEADER, header: 'x-version', defaultVersion: ['1', '2', VERSION_NEUTRAL] }",
  };
  return `${prelude}\n${root.text}\n
async function bootstrap() {
  const app = await NestFactory.create(${root.name});
  ${global.length > 0 ? `app.useGlobalGuards(${global.join(', ')});` : ''}
  ${catching.length > 0 ? `const adapter: any = app.getHttpAdapter();\n  app.useGlobalFilters(${catching.join(', ')});` : ''}
  ${chance(0.5) ? `app.setGlobalPrefix('api'${outside.join('')});` : ''}
  ${versions ? `app.enableVersioning(${versioning[versions as 'URI' | 'HEADER']});` : ''}
  await app.listen(3000);
}
bootstrap();
`;
}

const guards = ['Pass', 'Key', 'KeyUnlessPublic', 'KeyUnlessOpen', 'KeyOfHandler', 'KeyForRoles', 'KeyLater'];
const filters = ['EmptyOn401', 'EmptyOn403', 'AsThrown', 'HandsOn', 'Another'];
const interceptors = ['PassThrough', 'KeyAround', 'KeyAroundLater'];
const parameters = ['@Given() given: string', '@Given(Required) given: string', "@Query('x', Trimmed) x: string"];

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
