import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { needles } from '#catalog';
import { frameworkNeedles, type Live, link, linkLive, type Program, type Rewrite } from '#link';
import { openProject } from '#session';
import { changesBetween, type Moves } from '../../../src/session/kept/shift.ts';
import type { LiveProject } from '../../../src/session/project/project.ts';
import type { Attempt, Generator } from '../campaign.ts';

export const projects = fileURLToPath(new URL('../../../fixtures/projects/', import.meta.url));
const words = ['true', 'false', '401', '200', 'null', 'next'];
const snippets = [
  'if (!req.user) return res.status(401).end();',
  'if (!ctx.state.user) ctx.throw(401);',
  'if (process.env.DEBUG) return next();',
  'if (req.path === "/x") return next();',
  'if (!process.env.SECRET) throw new Error("no");',
  'req.user = { id: 1 };',
  'request.user = null;',
  'const token = req.headers.authorization;',
  'console.log(req.headers.authorization);',
  'cache[1] = req.user;',
  'this.count = 1;',
  'throw new Error("x");',
  '[1].forEach((one) => console.log(one));',
  'const unused = () => 1;',
  'helper(req, res);',
  'await next();',
  'return next();',
  'return true;',
  'return;',
];

export interface Edit {
  readonly file: number;
  readonly line: number;
  readonly how: 'remove' | 'repeat' | 'insert' | 'text' | 'name' | 'bare' | 'word' | 'comment' | 'back';
  readonly what: number;
}

interface Edits {
  readonly project: string;
  readonly edits: readonly Edit[];
}

/** Random edits of little servers: where the linker says that its model still holds, a new one says the same. */
export const edits: Generator<Edits> = {
  setup: fc.record({
    project: fc.constantFrom(...readdirSync(projects).sort()),
    edits: fc.array(
      fc.record({
        file: fc.nat(20),
        line: fc.nat(400),
        how: fc.constantFrom<Edit['how']>(
          'remove',
          'repeat',
          'insert',
          'insert',
          'text',
          'text',
          'name',
          'bare',
          'word',
          'comment',
          'back',
        ),
        what: fc.nat(400),
      }),
      { minLength: 6, maxLength: 10 },
    ),
  }),
  attempt: ({ project, edits }) => Promise.resolve(attempt(project, edits)),
};

export function projectIn(cwd: string): LiveProject {
  return openProject({ cwd, needles: [...needles(), ...frameworkNeedles()] }) as LiveProject;
}

/** `routes`: times that the model was kept though functions were rewritten; `unknown`: times that it was given up. */
function attempt(folder: string, all: readonly Edit[]): Attempt {
  const cwd = join(projects, folder);
  const project = projectIn(cwd);
  const disagreements: string[] = [];
  let [kept, givenUp] = [0, 0];
  let state = new State(project);
  for (const edit of all) {
    const files = state.files.filter((file) => project.savedText(file) !== null);
    const file = files[edit.file % files.length];
    const before = file === undefined ? null : project.textOf(file);
    if (file === undefined || before === null) continue;
    const text = edit.how === 'back' ? project.savedText(file)! : edited(before, edit);
    const change = project.change(file, { text, facts: () => null });
    if (project.facts(file) === null) project.change(file, { text: before, facts: () => null });
    else if (change === 'imports' || (change === 'facts' && !state.adopt(file))) {
      givenUp++;
      state = new State(project);
    } else if (state.isRewritten) {
      kept++;
      const complaint = differenceBetween(state.live.model, link(project), (name) => state.moves.get(name) ?? null);
      if (complaint !== null) disagreements.push(`the model that was kept differs: ${complaint}\n${file}\n${text}`);
    }
  }
  return { source: JSON.stringify({ folder, all }), boots: true, routes: kept, unknown: givenUp, disagreements };
}

/** A model, and how the texts differ from those that it was made of: as a session keeps it. */
export class State {
  readonly live: Live;
  readonly moves = new Map<string, Moves>();
  readonly #rewrites = new Map<string, readonly Rewrite[]>();
  readonly #read = new Map<string, ReturnType<Program['facts']>>();
  readonly #project: LiveProject;

  constructor(project: LiveProject) {
    this.#project = project;
    const facts = (file: string) => {
      if (!this.#read.has(file)) this.#read.set(file, project.facts(file));
      return this.#read.get(file)!;
    };
    const { files, marked } = project;
    const asked = ['imports', 'resolve', 'version', 'commands', 'under'] as const;
    const others = Object.fromEntries(asked.map((name) => [name, (project[name] as () => unknown).bind(project)]));
    this.live = linkLive({ files, marked, facts, ...others } as unknown as Program);
  }

  get files(): string[] {
    return [...this.#read.keys()].sort();
  }

  get isRewritten(): boolean {
    return [...this.#rewrites.values()].flat().length > 0;
  }

  adopt(file: string): boolean {
    const before = this.#read.get(file);
    const after = this.#project.facts(file);
    const changed = before && after && changesBetween(before, after);
    if (!changed) return false;
    this.moves.set(file, changed.shift);
    this.#rewrites.set(
      file,
      changed.rewrites.map((chain) => ({ file, chain })),
    );
    const found = this.live.holds([...this.#rewrites.values()].flat());
    for (const { file: name, from, to } of found ?? []) this.moves.get(name)?.add(from, to);
    return found !== null;
  }
}

/** `anywhere`: also at the margin, where setup code stands: whoever changes that needs a new model. */
export function edited(text: string, { line, how, what }: Edit, anywhere = false): string {
  const lines = text.split('\n');
  const inside = lines.flatMap((one, index) => ((anywhere ? /\S/ : /^\s+\S/).test(one) ? [index] : []));
  const at = inside[line % inside.length] ?? 0;
  const own = lines[at]!;
  const names = text.match(/\b[a-z]\w+\b/g) ?? [];
  if (how === 'remove') lines.splice(at, 1);
  else if (how === 'repeat') lines.splice(at, 0, own);
  else if (how === 'insert') lines.splice(at, 0, snippets[what % snippets.length]!);
  else if (how === 'text') lines[at] = own.replace(/'([^']*)'/, "'$1z'");
  else if (how === 'name') lines[at] = own.replace(/\b[a-z]\w+\b/, names[what % names.length] ?? 'x');
  else if (how === 'bare') lines[at] = own.replace(/return |await |!/, '');
  else if (how === 'word') lines[at] = own.replace(/\b(true|false|401|403|200|next)\b/, words[what % words.length]!);
  else lines[at] = `${own} // ${what}`;
  return lines.join('\n');
}

/** Where two models differ by more than moves; null when they do not. Places of which nobody knows where they went count as the same. */
function differenceBetween(
  before: unknown,
  after: unknown,
  movesIn: (file: string) => Moves | null,
  path = 'model',
): string | null {
  if (Object.is(before, after)) return null;
  const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;
  if (!isBranch(before) || !isBranch(after)) return `${path}: ${JSON.stringify(before)} is ${JSON.stringify(after)}`;
  const [old, own] = [before, after] as Record<string, unknown>[];
  const { file, start, end } = old as { file?: string; start?: number; end?: number };
  if (typeof file === 'string' && typeof start === 'number' && typeof end === 'number') {
    const moves = movesIn(file);
    const place = moves ? moves.place(start, end) : { start, end };
    const isThere = place === null || (place.start === own!['start'] && place.end === own!['end']);
    return isThere && own!['file'] === file ? null : `${path}: ${file}:${start} is ${JSON.stringify(own)}`;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const found = differenceBetween(old![key], own![key], movesIn, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
