import { didYouMean } from '#text';
import type { Issue } from './schema.ts';

export type Path = readonly (string | number)[];

export interface Complaint {
  readonly path: Path;
  /** The key itself is wrong, not its value. */
  readonly key: boolean;
  readonly message: string;
}

/** Turns a validator's issue into where it is and one sentence on what is wrong and what to do. */
export function explain(issue: Issue, known: (path: Path) => readonly string[]): Complaint {
  const { path, key, leaf } = innermost(issue);
  const name = path.at(-1);
  if (key && leaf.expected !== 'never') return { path, key: false, message: `'${name}' is missing` };
  if (key) {
    const siblings = known(path.slice(0, -1));
    const hint = didYouMean(String(name), siblings) || (siblings.length > 0 ? `; known are ${quoted(siblings)}` : '');
    return { path, key, message: `unknown key '${name}'${hint}` };
  }
  return { path, key, message: `${subject(path)}${sentence(leaf)}` };
}

/** A union complains about every alternative; the one that got furthest into the value is the one that was meant. */
function innermost(issue: Issue): { path: (string | number)[]; key: boolean; leaf: Issue } {
  const path = (issue.path ?? []).map((item) => item.key as string | number);
  const isKey = issue.path?.at(-1)?.origin === 'key';
  if (issue.type !== 'union' || !issue.issues) return { path, key: isKey, leaf: issue };
  const inner = issue.issues
    .filter((one) => one.path && !(Array.isArray(issue.input) && one.path[0].origin === 'key'))
    .filter((one) => !missingTag(one))
    .sort((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))[0];
  if (!inner) return { path, key: false, leaf: issue };
  const found = innermost(inner);
  return { path: [...path, ...found.path], key: found.key, leaf: found.leaf };
}

/** An alternative whose own first key is absent was not meant. */
function missingTag(issue: Issue): boolean {
  const last = issue.path?.at(-1);
  return (
    issue.type === 'strict_object' && last?.origin === 'key' && (issue.expected !== 'never' || foreignTag(last.key))
  );
}

function foreignTag(key: unknown): boolean {
  return key === 'step' || key === 'wrapper' || key === 'scheme' || key === 'verifies';
}

function subject(path: Path): string {
  const name = path.at(-1);
  if (name === undefined) return '';
  return typeof name === 'number' ? `item ${name + 1} of '${path.at(-2) ?? 'the list'}': ` : `'${name}': `;
}

function sentence(issue: Issue): string {
  if (issue.type === 'union' || issue.type === 'regex') return issue.message;
  if (issue.type === 'picklist') {
    const choices = (issue.expected ?? '').match(/"[^"]*"/g) ?? [];
    const plain = choices.map((one) => one.slice(1, -1));
    const hint = typeof issue.input === 'string' ? didYouMean(issue.input, plain) : '';
    return `expected ${choices.join(' or ')}, found ${found(issue.input)}${hint}`;
  }
  if (issue.kind === 'validation')
    return `expected ${(issue.expected ?? '').replace(/^>=/, 'at least ')}, found ${found(issue.input)}`;
  return `expected ${WORDS[issue.expected ?? ''] ?? issue.expected}, found ${found(issue.input)}`;
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object { … }',
};

function found(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null || typeof value !== 'object') return JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
  return 'an object';
}

function quoted(names: readonly string[]): string {
  return names.length > 12 ? `${quoted(names.slice(0, 11))}, …` : names.map((name) => `'${name}'`).join(', ');
}
