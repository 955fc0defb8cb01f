import type { Moment, Site, SiteArgument } from '../adapter.ts';
import { everything, pathPattern } from '../express/paths.ts';
import { primitive, stringOf, unknown } from '../plain-values.ts';
import type { ScopeValue, Value } from '../values.ts';
import { isBefore } from '../version.ts';

/** The steps of the Express kind that one context holds: all run in the one hook that the plugin has added for them. */
interface Stack {
  readonly scope: ScopeValue;
  readonly phase: string;
  readonly moment: Moment;
  /** A context puts its prefix before the paths that it inherits, once more. */
  readonly doubles: boolean;
  /** Paths are compared with what was sent. */
  readonly isRaw: boolean;
  readonly items: Item[];
  readonly inner: Stack[];
}

interface Item {
  readonly site: Site;
  /** With their prefixes; null for all. */
  readonly paths: readonly Value[] | null;
  readonly step: SiteArgument;
  readonly copies: Map<Stack, Item>;
}

const stacks = new WeakMap<ScopeValue, Stack>();

type Release = readonly [number, number, number];

interface Package {
  readonly hook: string;
  /** From here on contexts inherit paths as they are, and paths are decoded. */
  readonly inherits: Release;
  readonly decodes: Release;
}

const express: Package = { hook: 'expressHook', inherits: [4, 0, 5], decodes: [4, 0, 4] };
const middie: Package = { hook: 'hook', inherits: [9, 3, 2], decodes: [9, 1, 0] };
const packages: Readonly<Record<string, Package>> = {
  '@fastify/express': express,
  'fastify-express': express,
  '@fastify/middie': middie,
  middie,
};

/**
 * `@fastify/express` or `@fastify/middie` is loaded: their hook stands here, whatever is used later.
 * https://github.com/fastify/fastify-express/blob/v4.0.7/index.js, https://github.com/fastify/middie/blob/v9.3.3/index.js
 */
export function connect(site: Site, plugin: Value, options: Value): void {
  const known = plugin.t === 'library' ? packages[plugin.package] : undefined;
  if (!known || plugin.t !== 'library') return;
  const phase = options.t === 'object' ? stringOf(options.properties.get(known.hook)) : null;
  const { version } = plugin;
  open(site, phase ?? 'onRequest', isBefore(version, known.inherits), isBefore(version, known.decodes));
}

function open(site: Site, phase: string, doubles: boolean, isRaw: boolean): Stack {
  const stack: Stack = { scope: site.scope, phase, doubles, isRaw, moment: site.moment(), items: [], inner: [] };
  stacks.set(site.scope, stack);
  return stack;
}

/** A new context has what is used by now, and nothing of what is used on the outer one later. */
export function inheritStack(from: ScopeValue, to: Site): void {
  const outer = stackOf(from);
  if (!outer) return;
  const inner: Stack = { ...outer, scope: to.scope, items: [], inner: [] };
  for (const item of outer.items) {
    const paths = outer.doubles ? (item.paths?.flatMap((path) => doubled(to, path)) ?? null) : item.paths;
    const copy = { ...item, paths, copies: new Map() };
    item.copies.set(inner, copy);
    inner.items.push(copy);
  }
  outer.inner.push(inner);
  stacks.set(to.scope, inner);
}

export function isConnected(scope: ScopeValue): boolean {
  return stackOf(scope) !== null;
}

function stackOf(scope: ScopeValue): Stack | null {
  return stacks.get(scope) ?? (scope.parent ? stackOf(scope.parent) : null);
}

/** `use(path?, step)`: further arguments are not looked at. */
export function use(site: Site): void {
  const stack = stackOf(site.scope) ?? open(site, 'onRequest', false, false);
  const [first, second] = site.args;
  const paths = first && second ? pathsOf(site, first.value) : null;
  for (const step of paths ? [second] : [first, second]) {
    if (!step) continue;
    const item: Item = { site, paths, step, copies: new Map() };
    stack.items.push(item);
    site.atEnd(() => place(stack, item));
  }
}

/** Installs a step once for all that stand below, or, where these differ, for each context alone. */
function place(stack: Stack, item: Item): void {
  const isWhole = isUniform(stack, item);
  install(stack, item, isWhole);
  if (isWhole) return;
  for (const inner of stack.inner) {
    const copy = item.copies.get(inner);
    if (copy) place(inner, copy);
  }
}

function isUniform(stack: Stack, item: Item): boolean {
  return stack.inner.every((inner) => {
    const copy = item.copies.get(inner);
    return copy !== undefined && spelt(copy) === spelt(item) && isUniform(inner, copy);
  });
}

function spelt({ paths }: Item): string | null {
  return paths && JSON.stringify(paths.map(stringOf));
}

function install({ scope, phase, moment, isRaw }: Stack, { site: used, paths, step }: Item, isWhole: boolean): void {
  const site = used.on(scope);
  if (step.value.t === 'scope' && site.scope.parent) {
    // Its routes are reached only where a route of the context takes the request.
    site.gap(
      'a router of another framework is installed in the context of a plugin: its routes are not followed',
      step.at,
    );
    return;
  }
  const given: SiteArgument = { ...step, moment, ...(!isWhole && { reach: 'own' }) };
  const options = { major: null, sensitive: false, strict: false, prefix: true };
  for (const path of paths ?? [null]) {
    const rest = path && within(path, stringOf(site.options.get('prefix')) ?? '');
    if (path && !rest) continue;
    const pattern = rest ? pathPattern(rest, step.at, options) : everything(step.at);
    site.step(isRaw ? { ...pattern, isRaw } : pattern, ['ALL'], [given], phase);
  }
}

/** What is left of a whole path below a prefix; null where it leads elsewhere. */
function within(path: Value, prefix: string): Value | null {
  const text = stringOf(path);
  if (text === null || prefix === '') return path;
  const isBelow = (outer: string, inner: string) =>
    `${inner}/`.toLowerCase().startsWith(`${outer.replace(/\/$/, '')}/`.toLowerCase());
  if (isBelow(prefix, text)) return primitive(text.slice(prefix.length) || '/');
  if (isBelow(text, prefix)) return primitive('/');
  return /[:*]/.test(text + prefix) ? unknown('a path below a prefix with parameters') : null;
}

function pathsOf(site: Site, value: Value): readonly Value[] | null {
  if (value.t === 'regex') return [value];
  if (value.t === 'array') return value.items.every((item) => stringOf(item) !== null) ? value.items : null;
  if (value.t === 'text' || stringOf(value) !== null) return [below(site, value)];
  return null;
}

/** A path that leads elsewhere covers nothing that its writer meant, with another prefix before it. */
function doubled(site: Site, path: Value): Value[] {
  return within(path, stringOf(site.options.get('prefix')) ?? '') ? [below(site, path)] : [];
}

/** `/` below a prefix is the prefix alone. */
function below(site: Site, path: Value): Value {
  const text = stringOf(path);
  const prefix = stringOf(site.options.get('prefix')) ?? '';
  return text === null ? path : primitive(prefix + (text === '/' && prefix !== '' ? '' : text));
}
