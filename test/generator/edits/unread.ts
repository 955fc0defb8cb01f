import { readdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { needles } from '#catalog';
import type { Facts } from '#facts';
import { filesThatMatter, frameworkNeedles, linkAndTell, type Program } from '#link';
import type { Model } from '#model';
import { openProject } from '#session';
import { packNames } from '../../../src/session/kept/imported.ts';
import { changesBetween, Lost, moved, type Unasked } from '../../../src/session/kept/shift.ts';
import { unreadOf, watchReading } from '../../../src/session/kept/unread.ts';
import type { LiveProject } from '../../../src/session/project/project.ts';
import type { Attempt, Generator } from '../campaign.ts';
import { type Edit, edited, projects } from './edits.ts';

/** Code that most files have and these little servers have not: nobody calls it, as far as it is not visited. */
const spare = `
export function spareOne(req, res, next, given = [1]) {
  const list = given.map((one) => {
    const inner = () => one + 1;
    return inner();
  });
  if (req.spare) return res.status(401).end();
  function later() {
    return next;
  }
  return list;
}
export class SpareStore {
  size = 1;
  open = (req) => {
    return req.user;
  };
  find(req, id) {
    if (!id) throw new Error('none');
    return this.size;
  }
  static make() {
    return new SpareStore();
  }
}
`;
const spareScript = spare.replaceAll('export ', '');
const imports = [
  "import { spareOne as one } from './spare';",
  "import * as lodash from 'lodash';",
  "import type { Request } from 'express';",
  "import { readFileSync } from 'node:fs';",
  "import process from './nowhere';",
];

const isSource = (name: string | Buffer) => /\.[jt]s$/.test(String(name));
const withSeveralSources = readdirSync(projects)
  .filter((name) => readdirSync(`${projects}${name}`, { recursive: true }).filter(isSource).length > 2)
  .sort();

interface Drawn {
  readonly project: string;
  /** `aside`: in files that name no package, where nobody visits what is not called. */
  readonly edits: readonly { readonly edit: Edit; readonly where: 'spare code' | 'aside' | 'imports' | 'anywhere' }[];
}

/** Random edits of little servers: where nobody has looked at what was changed, a new model is the same but for places. */
export const unreadEdits: Generator<Drawn> = {
  setup: fc.record({
    project: fc.constantFrom(...withSeveralSources),
    edits: fc.array(
      fc.record({
        where: fc.constantFrom<Drawn['edits'][number]['where']>('spare code', 'aside', 'imports', 'anywhere'),
        edit: fc.record({
          file: fc.nat(20),
          line: fc.nat(400),
          how: fc.constantFrom<Edit['how']>('remove', 'repeat', 'insert', 'insert', 'text', 'name', 'bare', 'word'),
          what: fc.nat(400),
        }),
      }),
      { minLength: 8, maxLength: 14 },
    ),
  }),
  attempt: ({ project, edits }) => Promise.resolve(attempt(project, edits)),
};

/** `routes`: times that the model was kept though something else was said; `unknown`: times that it was given up. */
function attempt(folder: string, all: Drawn['edits']): Attempt {
  const project = openProject({
    cwd: `${projects}${folder}`,
    needles: [...needles(), ...frameworkNeedles()],
  }) as LiveProject;
  for (const file of project.files) {
    const text = project.textOf(file) ?? '';
    const added = project.facts(file)?.kind === 'esm' ? spare : spareScript;
    project.change(file, { text: `${text}\n${added}`, facts: () => null });
  }
  const disagreements: string[] = [];
  let [kept, givenUp] = [0, 0];
  let state = State.of(project);
  for (const { edit, where } of all) {
    const read = [...state.read.keys()].sort();
    const aside = read.filter((file) => !project.marked.includes(file));
    const files = where === 'anywhere' || aside.length === 0 ? read : aside;
    const file = files[edit.file % files.length];
    const before = file === undefined ? null : project.textOf(file);
    if (file === undefined || before === null) continue;
    const at = Math.max(0, where === 'spare code' ? before.lastIndexOf('spareOne') : 0);
    const text =
      where === 'imports'
        ? reimported(before, edit)
        : before.slice(0, at) + edited(before.slice(at), edit, where === 'anywhere');
    const [marked, led] = [project.marked.join(), project.imports(file)];
    const change = project.change(file, { text, facts: () => null });
    const after = project.facts(file);
    if (after === null) {
      project.change(file, { text: before, facts: () => null });
      continue;
    }
    const old = state.read.get(file)!;
    const elsewhere = [led, project.imports(file)].flatMap((one, index, both) =>
      one.filter((to) => !both[1 - index]!.includes(to)),
    );
    const isElse = change === 'nothing' || marked !== project.marked.join();
    const next = isElse ? null : state.with(file, after, elsewhere, project);
    if (!next) {
      if (change !== 'nothing') givenUp++;
      state = State.of(project);
      continue;
    }
    if (!isDeepStrictEqual(changesBetween(old, after)?.rewrites, [])) kept++;
    if (!isDeepStrictEqual(next.model, linkAndTell(project).model))
      disagreements.push(`the model that was kept is another\n${file}\n${text}`);
    state = next;
  }
  return { source: JSON.stringify({ folder, all }), boots: true, routes: kept, unknown: givenUp, disagreements };
}

/** One import more, or a name more or less in one that is there. */
function reimported(text: string, { how, what }: Edit): string {
  const found = [...text.matchAll(/^import (?:type )?\{([^}]*)\} from/gm)];
  const one = found[what % Math.max(1, found.length)];
  if (!one || how === 'insert') return `${imports[what % imports.length]}\n${text}`;
  const names = one[1]!.split(',').filter((name) => name.trim() !== '');
  const now = how === 'remove' ? names.slice(1) : how === 'name' ? names.toReversed() : [...names, ` spare${what}`];
  return text.replace(one[0], one[0].replace(one[1]!, now.join(',')));
}

/** A model, what it was made of, and what of that nobody has looked at: as it is kept. */
class State {
  readonly model: Model;
  readonly read: ReadonlyMap<string, Facts>;
  readonly #unasked: ReadonlyMap<string, Unasked>;
  readonly #matter: ReadonlySet<string>;

  private constructor(
    model: Model,
    read: ReadonlyMap<string, Facts>,
    unasked: ReadonlyMap<string, Unasked>,
    matter: ReadonlySet<string>,
  ) {
    this.model = model;
    this.read = read;
    this.#unasked = unasked;
    this.#matter = matter;
  }

  static of(project: LiveProject): State {
    const read = new Map<string, Facts>();
    const watched = new Map<string, Facts | null>();
    const facts = (file: string) => {
      const own = project.facts(file);
      if (own === null || !project.files.includes(file)) return own;
      if (!watched.has(file)) {
        // As from a cache.
        const copy = JSON.parse(JSON.stringify(own)) as Facts;
        watchReading(copy);
        watched.set(file, copy);
        read.set(file, own);
      }
      return watched.get(file)!;
    };
    const { files, marked } = project;
    const asked = ['imports', 'resolve', 'version', 'commands', 'under'] as const;
    const others = Object.fromEntries(asked.map((name) => [name, (project[name] as () => unknown).bind(project)]));
    const { model, asked: names } = linkAndTell({ files, marked, facts, ...others } as unknown as Program);
    const unasked = [...watched].map(([file, one]): [string, Unasked] => {
      const asked = names.get(file);
      return [file, { unread: one ? unreadOf(one) : '', ...(asked && { asked: packNames(asked) }) }];
    });
    return new State(model, read, new Map(unasked), filesThatMatter(project));
  }

  /** The same for a file that says something else; null where that may lead to another model. */
  with(file: string, after: Facts, led: readonly string[], project: LiveProject): State | null {
    const changed = changesBetween(this.read.get(file)!, after, this.#unasked.get(file));
    if (!changed || changed.rewrites.length > 0) return null;
    const leadsToProgram = (source: string) => {
      const found = project.resolve(file, source);
      return found.kind === 'package'
        ? project.marked.includes(file)
        : found.kind === 'file' && this.#matter.has(found.file);
    };
    if (changed.sources.some(leadsToProgram) || led.some((to) => this.#matter.has(to))) return null;
    try {
      const model = moved(this.model, new Map([[file, changed.shift]]));
      return new State(model, new Map(this.read).set(file, after), this.#unasked, this.#matter);
    } catch (error) {
      if (error instanceof Lost) return null;
      throw error;
    }
  }
}
