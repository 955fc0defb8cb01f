import { describe, expect, test } from 'vitest';
import { each } from '../campaign.ts';
import { hono, koa } from './generators.ts';

const runs = 300;

describe('random servers: the verdict of the model is that of the running app', () => {
  test.each([
    ['hono', hono],
    ['koa', koa],
  ] as const)('%s', { timeout: 120_000 }, async (_, generator) => {
    const seeds = Array.from({ length: runs }, (_, index) => (index + 1) * 7919);
    const { routes, failure } = await each(generator, seeds);
    expect(failure).toBeNull();
    expect(routes, 'routes that were compared').toBeGreaterThan(runs);
  });
});
