import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { Rule } from '#rule';
import { LineTable } from '#text';
import { type Complaint, explain, type Path } from './explain.ts';
import { ConfigError } from './problem.ts';
import { validate } from './schema.ts';
import type { Config } from './settings.ts';

export interface ConfigText {
  /** For messages. */
  readonly file: string;
  readonly text: string;
  /** True for `package.json`, where the configuration is the value of `authlint`. */
  readonly embedded: boolean;
}

const DEEPEST = 100;

/** Whether a `package.json` holds a configuration at all. */
export function isEmbeddedIn(text: string): boolean {
  if (!text.includes('"authlint"') || nesting(text) > DEEPEST) return false;
  const root = parseTree(text, []);
  return root !== undefined && findNodeAtLocation(root, ['authlint']) !== undefined;
}

/** Text to configuration, or a `ConfigError` that says where, what and what to do. */
export function parseConfig(source: ConfigText, rules: readonly Rule[]): Config {
  const lines = new LineTable(source.text);
  const fail = (offset: number, message: string): never => {
    throw new ConfigError(source.file, lines.at(offset), message);
  };
  if (nesting(source.text) > DEEPEST) fail(0, `nested more than ${DEEPEST} levels deep`);
  const errors: ParseError[] = [];
  const tree = parseTree(source.text, errors, { allowTrailingComma: true, disallowComments: false });
  const [error] = errors;
  if (error)
    fail(error.offset, `${readable(printParseErrorCode(error.error))}; the file must be JSON (comments are allowed)`);
  if (!tree) return fail(0, 'the file is empty; write {} for the defaults');
  const prefix: Path = source.embedded ? ['authlint'] : [];
  const node = findNodeAtLocation(tree, [...prefix]);
  if (!node) return {};
  const duplicate = repeatedKey(node);
  if (duplicate) fail(duplicate.offset, `'${getNodeValue(duplicate)}' is written twice; only the last one would count`);
  const result = checkConfig(getNodeValue(node), rules);
  if (result.ok) return result.config;
  const [first] = result.complaints;
  return fail(offsetOf(tree, [...prefix], first), first.message);
}

type Checked =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly complaints: readonly [Complaint, ...Complaint[]] };

export function checkConfig(value: unknown, rules: readonly Rule[]): Checked {
  const list = listForObject(value);
  if (list) return { ok: false, complaints: [list] };
  const result = validate(value, rules);
  if ('output' in result) return { ok: true, config: result.output as Config };
  const known = (path: Path): readonly string[] => {
    // What a package has for itself is written as for all, two levels further down.
    if (path[0] === 'apps') return path.length === 2 ? APP_KEYS : path.length > 2 ? known(path.slice(2)) : [];
    if (path.length === 0) return CONFIG_KEYS;
    if (path[0] === 'files') return ['include', 'exclude'];
    if (path[0] === 'catalog') return path.at(-1) === 'outcome' ? ['none', 'bad', 'good', 'preflight'] : CATALOG_KEYS;
    if (path.length === 1) return rules.map((rule) => rule.id);
    if (path.length === 2) return ['severity', 'options'];
    return Object.keys(rules.find((rule) => rule.id === path[1])?.options ?? {});
  };
  const [first, ...rest] = result.issues.map((issue) => explain(issue, known));
  return { ok: false, complaints: [first!, ...rest] };
}

/** To the validator a list is an object too. */
function listForObject(value: unknown): Complaint | null {
  const message = 'expected an object { … }, found a list';
  if (Array.isArray(value)) return { path: [], key: false, message };
  for (const key of ['files', 'rules', 'catalog', 'apps']) {
    const list = Array.isArray((value as Record<string, unknown> | null)?.[key]);
    if (list) return { path: [key], key: false, message: `'${key}': ${message}` };
  }
  return null;
}

const CONFIG_KEYS = [
  'preset',
  'rules',
  'files',
  'publicRoutes',
  'loginRoutes',
  'catalog',
  'needles',
  'apps',
  '$schema',
];
const APP_KEYS = ['preset', 'rules', 'publicRoutes', 'loginRoutes'];

const CATALOG_KEYS = [
  'step',
  'factory',
  'outcome',
  'status',
  'scheme',
  'establishes',
  'wrapper',
  'kind',
  'verifies',
  'failure',
  'async',
];

function offsetOf(tree: Node, prefix: Path, complaint: Complaint): number {
  for (let path = [...complaint.path]; ; path = path.slice(0, -1)) {
    const node = findNodeAtLocation(tree, [...prefix, ...path]);
    if (node) {
      const isWhole = path.length === complaint.path.length;
      return complaint.key && isWhole && node.parent?.type === 'property' ? node.parent.offset : node.offset;
    }
    if (path.length === 0) return 0;
  }
}

function repeatedKey(node: Node): Node | null {
  const seen = new Set<string>();
  for (const child of node.children ?? []) {
    const key = node.type === 'object' ? child.children?.[0] : undefined;
    const name = key ? String(getNodeValue(key)) : undefined;
    if (key && name !== undefined && seen.has(name)) return key;
    if (name !== undefined) seen.add(name);
    const below = repeatedKey(node.type === 'object' ? (child.children?.[1] ?? child) : child);
    if (below) return below;
  }
  return null;
}

/** The parser is recursive, so hostile nesting is counted before it is parsed; brackets in texts only overcount. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth);
    else if (code === 93 || code === 125) depth--;
  }
  return deepest;
}

function readable(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`).toLowerCase();
}
