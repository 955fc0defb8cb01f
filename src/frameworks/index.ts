import type { Adapter } from './adapter.ts';
import { express } from './express/express.ts';
import { fastify } from './fastify/fastify.ts';
import { hapi } from './hapi/hapi.ts';
import { hono } from './hono/hono.ts';
import { koa } from './koa/koa.ts';
import { koaRouters } from './koa/router.ts';
import { nestjs } from './nestjs/nestjs.ts';

export type * from './adapter.ts';
export * from './clock.ts';
export * from './plain-values.ts';
export type * from './values.ts';
export type * from './workbench.ts';

/** Packages whose mere mention makes a file worth reading: they make apps and routers, or guard what others make. */
export function frameworkNeedles(): string[] {
  return adapters.flatMap((adapter) => [...Object.keys(adapter.creates), ...(adapter.guardPackages ?? [])]);
}

/** What people call the frameworks that authlint knows. */
export function frameworkTitles(): string[] {
  return [...new Set(adapters.map(({ title }) => title))];
}

/** Every framework that authlint knows. */
export const adapters: readonly Adapter[] = [express, fastify, hapi, hono, koa, ...koaRouters, nestjs];
