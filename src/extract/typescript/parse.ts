import { createRequire } from 'node:module';
import { LineTable } from '#text';
import { isTooDeep, MAX_LEVELS } from './depth.ts';
import { NestedTooDeep } from './reading.ts';
import type { Tree } from './tree.ts';

export interface Comment {
  readonly type: string;
  readonly value: string;
  readonly start?: number;
  readonly end?: number;
  readonly range?: readonly [number, number];
}

export type Parsed =
  | { readonly program: Tree; readonly comments: readonly Comment[]; readonly problem: null }
  | { readonly program: null; readonly problem: string };

type Lang = 'jsx' | 'ts' | 'tsx' | 'dts';
type SourceType = 'module' | 'commonjs' | 'unambiguous';
type Oxc = typeof import('oxc-parser');

let oxc: Oxc | undefined;

// The native addon costs tens of milliseconds to load, which `--version` must not pay.
function parser(): Oxc {
  oxc ??= createRequire(import.meta.url)('oxc-parser') as Oxc;
  return oxc;
}

export function parse(file: string, text: string): Parsed {
  const lang = langOf(file);
  if (isTooDeep(text, lang === 'jsx' || lang === 'tsx')) {
    return { program: null, problem: new NestedTooDeep(MAX_LEVELS).message };
  }
  const sourceType = sourceTypeOf(file);
  const first = attempt(file, text, lang, sourceType);
  if (first.problem === null) return first;
  const second = attempt(file, text, lang, sourceType === 'module' ? 'commonjs' : 'module');
  if (second.problem === null) return second;
  // Flow annotates much as TypeScript does, so that most of its files can be read as such.
  const third = lang === 'jsx' ? attempt(file, text, 'tsx', 'module') : first;
  return third.problem === null ? third : first;
}

function attempt(file: string, text: string, lang: Lang, sourceType: SourceType): Parsed {
  const result = parser().parseSync(file, text, { astType: 'ts', preserveParens: false, lang, sourceType });
  const program = result.program as unknown as Tree;
  const error = result.errors[0];
  // A body beside errors is a whole body: only an unrecoverable error empties it.
  if (error === undefined || program.body.length > 0) return { program, comments: result.comments, problem: null };
  const at = error.labels[0]?.start;
  const place = at === undefined ? '' : ` on line ${new LineTable(text).at(at).line}`;
  return { program: null, problem: `syntax error${place}: ${error.message}` };
}

export function dialectOf(file: string): string {
  return `${langOf(file)}-${sourceTypeOf(file)}`;
}

/** `.js` often holds JSX, and JSX takes nothing away from plain JavaScript. */
function langOf(file: string): Lang {
  if (/\.d\.(?:[^./]+\.)?[cm]?ts$/.test(file)) return 'dts';
  if (file.endsWith('.tsx')) return 'tsx';
  return /\.[cm]?ts$/.test(file) ? 'ts' : 'jsx';
}

function sourceTypeOf(file: string): SourceType {
  if (file.endsWith('.cjs')) return 'commonjs';
  return /\.(?:js|jsx)$/.test(file) ? 'unambiguous' : 'module';
}
