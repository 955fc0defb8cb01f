import type { Facts } from '#facts';
import { type Live, linkLive, type Program, type Rewrite } from '#link';
import type { Model } from '#model';
import type { Finding, SuppressedFile } from '#rule';
import { declared } from '../check/apps.ts';
import { changesBetween, Lost, type Moves, moved } from '../kept/shift.ts';
import { type Demand, FindingsByFile } from './by-file.ts';
import type { World } from './world.ts';

/** The model of a project in one state, and what follows from it; it survives changes that only move code about. */
export class Linked {
  /** The facts that the model was made of, with null for a file that has none. */
  readonly read = new Map<string, Facts | null>();
  readonly #world: Pick<World, 'project' | 'settings' | 'baseline'>;
  readonly #shifts = new Map<string, Moves>();
  readonly #rewrites = new Map<string, readonly Rewrite[]>();
  #live: Live;
  #findings: FindingsByFile;

  constructor(world: Pick<World, 'project' | 'settings' | 'baseline'>) {
    this.#world = world;
    this.#live = this.#link();
    this.#findings = this.#judged();
  }

  /** As it was linked. */
  get model(): Model {
    return this.#live.model;
  }

  textOf(file: string): string | null {
    return this.#world.project.textOf(file);
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
    this.#findings.move();
    return !isOther || this.#rehearse();
  }

  /** Functions that were rewritten may do what others that were rewritten only prepare, so all are looked at together. */
  #rehearse(): boolean {
    const moves = this.#live.holds([...this.#rewrites.values()].flat());
    for (const { file, from, to } of moves ?? []) this.#shifts.get(file)?.add(from, to);
    return moves !== null;
  }

  findings(file: string, demand: Demand): readonly Finding[] {
    try {
      return this.#findings.in(file, demand);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      this.#forget();
      return this.#findings.in(file, demand);
    }
  }

  #judged(): FindingsByFile {
    const { project, settings, baseline } = this.#world;
    return new FindingsByFile({
      model: declared(this.#live.model, settings.apps),
      settings,
      baseline,
      sources: { textOf: (file) => project.textOf(file), factsOf: (file) => project.facts(file) },
      suppressions: () => this.#suppressions(),
      moved: (found) => (this.#shifts.size === 0 ? found : moved(found, this.#shifts)),
    });
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

  #suppressions(): SuppressedFile[] {
    return [...this.read.keys()].flatMap((file) => {
      const suppressions = this.#world.project.facts(file)?.suppressions ?? [];
      return suppressions.length > 0 ? [{ file, text: this.textOf(file) ?? '', suppressions }] : [];
    });
  }

  #forget(): void {
    this.read.clear();
    this.#shifts.clear();
    this.#rewrites.clear();
    this.#live = this.#link();
    this.#findings = this.#judged();
  }
}
