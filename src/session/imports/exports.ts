import { isObject, type JsonObject } from './disk.ts';

/**
 * The `exports` and `imports` maps of package.json. Answers are all targets worth trying, best first: Node would stop at
 * the first, but the file it names is often a build that is not there, while a later condition names the source.
 */
export type Targets =
  | { readonly kind: 'targets'; readonly targets: readonly string[] }
  /** The map says null: not to be imported. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'undefined' };

const CONDITIONS: ReadonlySet<string> = new Set(['node', 'node-addons', 'import', 'require', 'module-sync', 'default']);

/** `key` is `.`, `./sub/path` or `#name`. */
export function targetsOf(map: unknown, key: string, conditions: readonly string[]): Targets {
  const found = find(normalized(map), key);
  if (!found) return { kind: 'undefined' };
  const active = new Set([...CONDITIONS, ...conditions]);
  const first: (string | null)[] = [];
  collect(found.value, (condition) => active.has(condition), first, 0);
  if (first[0] === null) return { kind: 'closed' };
  const all: (string | null)[] = [];
  collect(found.value, () => true, all, 0);
  const texts = [...first, ...all].filter((one) => one !== null);
  return { kind: 'targets', targets: [...new Set(texts)].map((one) => one.replaceAll('*', () => found.star)) };
}

function normalized(map: unknown): JsonObject {
  const isTable = isObject(map) && Object.keys(map).every((key) => key.startsWith('.') || key.startsWith('#'));
  return isTable ? map : { '.': map };
}

function find(map: JsonObject, key: string): { value: unknown; star: string } | null {
  if (Object.hasOwn(map, key) && !key.includes('*') && map[key] !== undefined) return { value: map[key], star: '' };
  let best: { pattern: string; prefix: string; star: string } | null = null;
  for (const pattern of Object.keys(map)) {
    const at = pattern.indexOf('*');
    // A key that ends in `/` is the old way to write a folder.
    const [prefix, suffix] = at < 0 ? [pattern, ''] : [pattern.slice(0, at), pattern.slice(at + 1)];
    if (at < 0 && !pattern.endsWith('/')) continue;
    if (!key.startsWith(prefix) || !key.endsWith(suffix) || key.length <= prefix.length + suffix.length) continue;
    const star = key.slice(prefix.length, key.length - suffix.length);
    if (!best || prefix.length > best.prefix.length || (prefix === best.prefix && pattern.length > best.pattern.length))
      best = { pattern, prefix, star };
  }
  if (!best) return null;
  const value = map[best.pattern];
  if (best.pattern.includes('*') || typeof value !== 'string') return { value, star: best.star };
  return { value: `${value}*`, star: best.star };
}

const DEEPEST = 20;

function collect(
  value: unknown,
  isActive: (condition: string) => boolean,
  out: (string | null)[],
  depth: number,
): void {
  if (typeof value === 'string' || value === null) out.push(value);
  else if (depth > DEEPEST) return;
  else if (Array.isArray(value)) for (const one of value) collect(one, isActive, out, depth + 1);
  else if (isObject(value)) {
    for (const [condition, one] of Object.entries(value))
      if (isActive(condition)) collect(one, isActive, out, depth + 1);
  }
}
