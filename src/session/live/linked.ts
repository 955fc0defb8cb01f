import type { Settings } from '#config';
import type { Facts } from '#facts';
import { type Live, linkLive, type Program, type Rewrite } from '#link';
import type { Model } from '#model';
import { type Finding, type Preset, type RunOptions, runRules, type SuppressedFile } from '#rule';
import { declared } from '../check/apps.ts';
import { judge } from '../check/judge.ts';
import { allRules, rules } from '../check/registry.ts';
import { changesBetween, Lost, type Moves, moved } from '../kept/shift.ts';
import type { World } from './world.ts';

export interface Demand {
  readonly rule: string;
  /** The configuration file's by default. */
  readonly preset?: Preset | undefined;
  /** Instead of those in the configuration file. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

type ByFile = ReadonlyMap<string, readonly Finding[]>;

/** The model of a project in one state, and what follows from it; it survives changes that only move code about. */
export class Linked {
  /** The facts that the model was made of, with null for a file that has none. */
  readonly read = new Map<string, Facts | null>();
  readonly #world: Pick<World, 'project' | 'settings' | 'baseline'>;
  readonly #shifts = new Map<string, Moves>();
  readonly #rewrites = new Map<string, readonly Rewrite[]>();
  readonly #raw = new Map<string, readonly Finding[]>();
  readonly #judged = new Map<string, ByFile>();
  #live: Live;
  #model: Model;

  constructor(world: Pick<World, 'project' | 'settings' | 'baseline'>) {
    this.#world = world;
    this.#live = this.#link();
    this.#model = this.#declared();
  }

  textOf(file: string): string {
    return this.#world.project.textOf(file) ?? '';
  }

  /** Takes a changed file over. False when the model does not hold for it any more. */
  adopt(file: string): boolean {
    if (!this.read.has(file)) return true;
    const before = this.read.get(file);
    const after = this.#world.project.facts(file);
    const changed = before && after && changesBetween(before, after);
    if (!changed) return false;
    const rewrites = changed.rewrites.map((chain) => ({ file, chain }));
    const isOther = rewrites.length + (this.#rewrites.get(file) ?? []).length > 0;
    this.#shifts.set(file, changed.shift);
    this.#rewrites.set(file, rewrites);
    this.#judged.clear();
    return !isOther || this.#rehearse();
  }

  /** Functions that were rewritten may do what others that were rewritten only prepare, so all are looked at together. */
  #rehearse(): boolean {
    const moves = this.#live.holds([...this.#rewrites.values()].flat());
    for (const { file, from, to } of moves ?? []) this.#shifts.get(file)?.add(from, to);
    return moves !== null;
  }

  findings(file: string, { rule, preset = this.#world.settings.preset, options }: Demand): readonly Finding[] {
    if (this.#world.settings.rules[rule]?.severity === 'off') return [];
    const key = options ? JSON.stringify([preset, rule, options]) : preset;
    let judged = this.#judged.get(key);
    if (!judged) {
      const own = options && { [rule]: { options } };
      try {
        judged = this.#judge(preset, own);
      } catch (error) {
        if (!(error instanceof Lost)) throw error;
        this.#forget();
        judged = this.#judge(preset, own);
      }
      this.#judged.set(key, judged);
    }
    return judged.get(file)?.filter((finding) => finding.rule === rule) ?? [];
  }

  #declared(): Model {
    return declared(this.#live.model, this.#world.settings.apps);
  }

  #link(): Live {
    const { files, marked } = this.#world.project;
    const program: Program = {
      files,
      marked,
      imports: (file) => this.#world.project.imports(file),
      resolve: (from, specifier) => this.#world.project.resolve(from, specifier),
      version: (packageName, from) => this.#world.project.version(packageName, from),
      commands: () => this.#world.project.commands(),
      under: (folder) => this.#world.project.under(folder),
      facts: (file) => {
        const known = this.read.get(file);
        if (known !== undefined) return known;
        const facts = this.#world.project.facts(file);
        this.read.set(file, facts);
        return facts;
      },
    };
    return linkLive(program, this.#world.settings);
  }

  /** Severities are not chosen here, nor which rules are asked. */
  #judge(preset: Preset, own: Settings['rules'] | undefined): ByFile {
    const { project, settings, baseline } = this.#world;
    const { findings } = judge(this.#model, {
      rules,
      settings: { ...settings.rules, ...own },
      preset,
      only: own ? Object.keys(own) : allRules.map(({ id }) => id),
      found: (options) => this.#found(options),
      files: this.#suppressions(),
      sources: { textOf: (file) => project.textOf(file), factsOf: (file) => project.facts(file) },
      baseline,
      ignores: true,
      today: new Date().toISOString().slice(0, 10),
    });
    const byFile = new Map<string, Finding[]>();
    for (const finding of findings) {
      const known = byFile.get(finding.at.file);
      if (known) known.push(finding);
      else byFile.set(finding.at.file, [finding]);
    }
    return byFile;
  }

  /** What the rules say, where it stands now. */
  #found(options: RunOptions): readonly Finding[] {
    const key = JSON.stringify(options);
    let found = this.#raw.get(key);
    if (!found) {
      found = runRules(this.#model, rules, options);
      this.#raw.set(key, found);
    }
    return this.#shifts.size === 0 ? found : moved(found, this.#shifts);
  }

  #suppressions(): SuppressedFile[] {
    return [...this.read.keys()].flatMap((file) => {
      const suppressions = this.#world.project.facts(file)?.suppressions ?? [];
      return suppressions.length > 0 ? [{ file, text: this.textOf(file), suppressions }] : [];
    });
  }

  #forget(): void {
    this.read.clear();
    this.#shifts.clear();
    this.#rewrites.clear();
    this.#raw.clear();
    this.#judged.clear();
    this.#live = this.#link();
    this.#model = this.#declared();
  }
}
