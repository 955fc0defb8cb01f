import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** A router of Koa in one of its majors, and how paths are spelled for it. */
export interface RouterVersion {
  /** Under which it is installed. */
  readonly alias: string;
  /** Under which a program asks for it. */
  readonly name: '@koa/router' | 'koa-router';
  readonly version: string;
  /** What stands for any path, and for any below a folder. */
  readonly stars: readonly string[];
  /** The empty path, where a route may have it: from 14 on every request to its router then fails. */
  readonly empty: readonly string[];
  /** A router that was taken up by another is the same one still: what is done to it is done to both. */
  readonly isShared: boolean;
}

const stars = {
  oldest: ['*', '/a/*', '(.*)'],
  old: ['(.*)', '/(.*)', '/a/(.*)', '/:id?'],
  modern: ['{/*rest}', '/*rest', '/a{/*rest}', '{/:id}'],
};

/** Every major that people run: https://github.com/koajs/router/blob/master/History.md */
export const routerVersions: readonly RouterVersion[] = [
  installed('koa-router7', 'koa-router', stars.oldest),
  installed('koa-router', 'koa-router', stars.old),
  installed('koa-router10', '@koa/router', stars.old),
  installed('koa-router11', '@koa/router', stars.old),
  installed('koa-router12', '@koa/router', stars.old),
  installed('koa-router13', '@koa/router', stars.old),
  installed('koa-router14', '@koa/router', stars.modern),
  installed('@koa/router', '@koa/router', stars.modern),
];

function installed(alias: string, name: RouterVersion['name'], spelled: readonly string[]): RouterVersion {
  const main = require.resolve(alias);
  const root = main.slice(0, main.lastIndexOf(`/node_modules/${alias}/`) + `/node_modules/${alias}/`.length);
  return {
    alias,
    name,
    version: JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version,
    stars: spelled,
    empty: spelled === stars.modern ? [] : [''],
    isShared: spelled === stars.oldest,
  };
}

/** The class itself. */
export function routerClass({ alias }: RouterVersion): unknown {
  const loaded = require(alias);
  return loaded.default ?? loaded;
}
