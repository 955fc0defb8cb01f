import type { RouterVersion } from './routers.ts';

/** Little servers of Koa and Hono, made at random: the body of a function that is given the framework and returns the app. */
export interface Written {
  readonly body: string;
  readonly routes: number;
}

type Pick = <T>(from: readonly T[]) => T;

/** The same numbers for the same seed. */
export function dice(seed: number): Pick {
  let state = seed >>> 0;
  return (from) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return from[Math.floor((state / 2 ** 32) * from.length)]!;
  };
}

const counts = [2, 3, 4, 5, 6, 7];

const honoSteps = `
const isGood = (c) => c.req.header('x-api-key') === 'right-key';
const returning = async (c, next) => { if (!isGood(c)) return c.text('no', 401); await next(); };
const throwing = async (c, next) => { if (!isGood(c)) throw new Error('no'); return next(); };
const silent = async (c, next) => { if (isGood(c)) await next(); };
const forgetting = async (c, next) => { if (!isGood(c)) c.text('no', 401); await next(); };
const late = async (c, next) => { await next(); if (!isGood(c)) return c.text('no', 401); };
const passing = (c, next) => next();
`;
const koaSteps = `
const isGood = (ctx) => ctx.get('x-api-key') === 'right-key';
const returning = async (ctx, next) => { if (!isGood(ctx)) { ctx.status = 401; return; } await next(); };
const throwing = (ctx, next) => { if (!isGood(ctx)) ctx.throw(401); return next(); };
const silent = async (ctx, next) => { if (isGood(ctx)) await next(); };
const forgetting = async (ctx, next) => { if (!isGood(ctx)) ctx.set('x-no', '1'); await next(); };
const late = async (ctx, next) => { await next(); if (!isGood(ctx)) ctx.set('x-no', '1'); };
const passing = (ctx, next) => next();
`;
const steps = ['returning', 'throwing', 'silent', 'returning', 'throwing', 'forgetting', 'late', 'passing'];
const verbs = ['get', 'get', 'get', 'post', 'all'];

export function honoSetup(seed: number): Written {
  const pick = dice(seed);
  const lines = [honoSteps, 'const app = new Hono();'];
  const apps = ['app'];
  let routes = 0;
  const install = (on: string) => {
    const kind = pick(['use', 'use', 'route', 'route', 'route', 'on', 'base']);
    const handler = () => `(c) => c.text('H${routes++};')`;
    const own = pick(['', '', `${pick(steps)}, `]);
    const path = pick(['/', '/a', '/a/b', '/:id', '/a/:id', '/b/*', '/a/:id?', '/:n{[0-9]+}']);
    if (kind === 'use') {
      const at = pick(['', "'*', ", "'/a/*', ", "'/a', ", "'/:id/*', ", "'/', ", "'a/*', ", "'/a/:id', "]);
      lines.push(`${on}.use(${at}${pick(steps)});`);
    } else if (kind === 'on') lines.push(`${on}.on(['GET', 'PUT'], ['${path}', '/on'], ${own}${handler()});`);
    else if (kind === 'base') lines.push(`${on}.basePath('${pick(['/v', '/a'])}').get('${path}', ${own}${handler()});`);
    else lines.push(`${on}.${pick(verbs)}('${path}', ${own}${handler()});`);
  };
  for (let turn = pick(counts); turn > 0; turn--) {
    install('app');
    if (pick([true, false])) continue;
    const sub = `sub${apps.length}`;
    lines.push(`const ${sub} = new Hono();`);
    for (let inner = pick([1, 2, 3]); inner > 0; inner--) install(sub);
    lines.push(`${pick(apps)}.route('${pick(['/', '/a', '/s', '/:t'])}', ${sub});`);
    if (pick([true, false, false])) install(sub);
    apps.push(sub);
  }
  return { body: `${lines.join('\n')}\n`, routes };
}

export function koaSetup(seed: number, { stars, empty, isShared }: RouterVersion): Written {
  const pick = dice(seed);
  const lines = [koaSteps, 'const app = new Koa();'];
  const routers: string[] = [];
  let routes = 0;
  const install = (on: string) => {
    const handler = () => `(ctx) => { ctx.body = 'H${routes++};'; }`;
    const star = pick(stars);
    if (pick(['use', 'route', 'route']) === 'use') {
      const at = pick(['', '', "'/a', ", "['/a', '/b'], ", "'/', ", "'/:id', ", "'/A', ", `'${star}', `]);
      lines.push(`${on}.use(${at}${pick(steps)}${pick(['', '', '', ', passing'])});`);
      return;
    }
    const own = pick(['', '', `${pick(steps)}, `]);
    const path = pick(['/', '/a', '/a/b', '/:id', '/a/:id', '/b', ...empty, star]);
    const verb = pick(verbs);
    if (pick([true, false, false, false, false])) lines.push(`${on}.register('${path}', ['GET'], ${handler()});`);
    else if (pick([true, false, false, false])) lines.push(`${on}.all('${path}', ${pick(steps)});`);
    else lines.push(`${on}.${verb}(${pick(['', '', '', `'n${routes}', `])}'${path}', ${own}${handler()});`);
  };
  for (let turn = pick([1, 2, 3]); turn > 0; turn--) {
    const router = `router${routers.length}`;
    const options = [
      pick(['', '', "prefix: '/p'", "prefix: '/:t'", "prefix: '/P'", "prefix: '/p/'"]),
      pick(['', '', '', 'sensitive: true']),
      pick(['', '', '', 'strict: true']),
      pick(['', '', '', '', 'exclusive: true']),
    ].filter((option) => option !== '');
    lines.push(`const ${router} = new Router({ ${options.join(', ')} });`);
    for (let inner = pick(counts); inner > 0; inner--) install(router);
    const isNested = routers.length > 0 && pick([true, false]);
    if (isNested)
      lines.push(
        `${pick(routers)}.use(${pick(['', "'/n', ", "'/', "])}${pick(['', 'returning, '])}${router}.routes());`,
      );
    if (!isShared && pick([true, false, false, false, false]))
      lines.push(`${pick([router, ...routers])}.prefix('${pick(['/q', '/:s'])}');`);
    if (pick([true, false, false])) install(router);
    if (pick([true, false, false, false])) lines.push(`app.use(${pick(steps)});`);
    if (!isNested || pick([true, false])) lines.push(`app.use(${router}.routes());`);
    routers.push(router);
  }
  return { body: `${lines.join('\n')}\n`, routes };
}
