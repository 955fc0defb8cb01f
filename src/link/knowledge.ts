import { satisfies, validRange } from 'semver';
import type { Library, Meaning, OptionTest, StepKnowledge, Versioned } from '#catalog';
import { findLibrary, isData, isKeySet } from '#catalog';
import { type FunctionValue, isUndefined, type LibraryValue, type MadeValue, stringOf, type Value } from '#frameworks';
import { fetches } from './fetches.ts';
import type { Environment } from './machine/environment.ts';
import type { Program } from './program.ts';

/** What is known of libraries, asked by values of the running program; and which files are worth running. */
export class Knowledge {
  readonly #program: Program;
  readonly #own: ReadonlyMap<string, Meaning>;
  #reaching: ReadonlySet<string> | null = null;

  /** `own`: meanings taught by the user, by `module#export`. */
  constructor(program: Program, own: ReadonlyMap<string, Meaning>) {
    this.#program = program;
    this.#own = own;
  }

  /** Whether running the file can matter: it names a known package, or imports a file that does. */
  matters(file: string): boolean {
    this.#reaching ??= filesThatMatter(this.#program);
    return this.#reaching.has(file);
  }

  /** What calling an export means; null when the catalog does not know it. */
  meaning(library: LibraryValue): Meaning | null {
    const taught = this.#own.get(`${library.package}#${library.path || 'default'}`);
    if (taught) return taught;
    const entry = findLibrary(library.package);
    return entry ? this.#lookup(entry, library.path, library.version) : null;
  }

  /** What calling a member of something made means, by the options with which it was made; `''` for itself. */
  madeMember({ by, args }: MadeValue, path: string, member: LibraryValue): Meaning | null {
    const maker = this.meaning(by);
    const variants = (maker?.is === 'instance-factory' && maker.variants) || [];
    const fitting = variants.findLast(
      ({ when, becomes }) => Object.hasOwn(becomes.members, path) && testHolds(when, args, maker?.options ?? 0),
    );
    return fitting?.becomes.members[path] ?? this.meaning(member);
  }

  /** Whether something that a package gives is a step, or whatever else the catalog knows, or a text. */
  gives(value: LibraryValue | MadeValue): 'step' | 'text' | 'unknown' {
    const by = value.t === 'made' ? value.by : value;
    if (isData(by.package)) return 'text';
    const isKnown = value.t === 'made' && value.path !== '' ? false : this.meaning(by) !== null;
    return isKnown || (value.t === 'made' && value.solid && value.path === '') ? 'step' : 'unknown';
  }

  /** Names of a file's exports that the user has given a meaning. */
  taughtExports(file: string): string[] {
    const prefix = `./${file}#`;
    return [...this.#own.keys()].flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  }

  #lookup(library: Library, path: string, version: string | null): Meaning | null {
    const cut = path.lastIndexOf('()');
    if (cut < 0) return select(library.exports[path], version);
    const base = path.slice(0, cut);
    const member = path.slice(cut + 2).replace(/^\./, '');
    const maker = this.#lookup(library, base, version);
    if (maker?.is === 'instance-factory') {
      if (Object.hasOwn(maker.members, member)) return maker.members[member]!;
      return maker.fluent && member !== '' ? maker : null;
    }
    if (maker?.is === 'plugin') return maker.members[member] ?? null;
    if (maker?.is === 'step-factory' && maker.fluent) return maker;
    return select(library.exports[`${base}#${member}`], version);
  }
}

/** The files that name a known package, and those from which imports lead to one of them. */
export function filesThatMatter(program: Pick<Program, 'files' | 'marked' | 'imports'>): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const file of program.files) {
    for (const target of program.imports(file)) {
      const known = importers.get(target);
      if (known) known.push(file);
      else importers.set(target, [file]);
    }
  }
  const found = new Set(program.marked);
  for (const file of found) for (const importer of importers.get(file) ?? []) found.add(importer);
  return found;
}

function select(entry: Meaning | readonly Versioned[] | undefined, version: string | null): Meaning | null {
  if (!entry) return null;
  if (!isVersioned(entry)) return entry;
  for (const variant of entry) {
    if (!variant.versions) return variant.meaning;
    if (version !== null && within(version, variant.versions)) return variant.meaning;
  }
  return null;
}

function isVersioned(entry: Meaning | readonly Versioned[]): entry is readonly Versioned[] {
  return Array.isArray(entry);
}

function within(version: string, range: string): boolean {
  const exact = version.match(/\d+\.\d+\.\d+[^\s|]*/)?.[0] ?? `${version.match(/\d+/)?.[0] ?? ''}.0.0`;
  return validRange(range) !== null && satisfies(exact, range, { includePrerelease: true });
}

// ------------------------------------------------------------------------------------------------------------- options

/** The value at a dotted path of an options object; null when it cannot be read. */
export function optionAt(options: Value | undefined, path: string): Value | null {
  let value: Value | undefined = options;
  for (const name of path.split('.')) {
    if (value?.t === 'choice') value = value.options.find((option) => option.value.t === 'object')?.value;
    if (value?.t !== 'object')
      return value === undefined || isUndefined(value) ? { t: 'primitive', value: undefined, at: null } : null;
    const next: Value | undefined = value.properties.get(name);
    if (next === undefined) return value.open ? null : { t: 'primitive', value: undefined, at: null };
    value = next;
  }
  return value ?? null;
}

/** Whether a test of a call's arguments holds; null when they cannot be read. */
export function testHolds(test: OptionTest, args: readonly Value[], optionsIndex: number): boolean | null {
  if ('all' in test) return every(test.all.map((one) => testHolds(one, args, optionsIndex)));
  if ('any' in test) {
    const answers = test.any.map((one) => testHolds(one, args, optionsIndex));
    return answers.includes(true) ? true : answers.includes(null) ? null : false;
  }
  if ('not' in test) {
    const answer = testHolds(test.not, args, optionsIndex);
    return answer === null ? null : !answer;
  }
  const value =
    'option' in test
      ? optionAt(args[test.of ?? optionsIndex], test.option)
      : (args[test.argument] ?? { t: 'primitive' as const, value: undefined, at: null });
  if (value === null) return null;
  if ('is' in test)
    return value.t === 'primitive'
      ? value.value === test.is
      : value.t === 'unknown' || value.t === 'environment' || value.t === 'choice'
        ? null
        : false;
  if ('above' in test) return value.t === 'primitive' ? amount(value.value) > test.above : null;
  if ('digits' in test)
    return value.t === 'primitive' ? /^\d+$/.test(String(value.value)) && typeof value.value === 'string' : null;
  if ('unanchored' in test) return isUnanchored(value);
  if ('includes' in test) return includes(value, test.includes);
  return isKind(value, test.kind);
}

/** A number, or the seconds of a duration: `'2h'`, `'1 year'`. */
function amount(value: unknown): number {
  if (typeof value === 'number') return value;
  const found = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(value.trim()) : null;
  const unit = found && seconds.find(([name]) => name.test(found[2]!));
  return found && unit ? Number(found[1]) * unit[1] : 0;
}

const seconds: readonly (readonly [RegExp, number])[] = [
  [/^s(ec(ond)?s?)?$/i, 1],
  [/^m(in(ute)?s?)?$/i, 60],
  [/^h(ours?|rs?)?$/i, 3600],
  [/^d(ays?)?$/i, 86_400],
  [/^w(eeks?)?$/i, 604_800],
  [/^y(ears?|rs?)?$/i, 31_557_600],
];

/** Open at its beginning or end, so that `evil-example.com` or `example.com.evil.net` match too. */
function isUnanchored(value: Value): boolean | null {
  if (value.t === 'array') {
    const answers = value.items.map(isUnanchored);
    return answers.includes(true) ? true : answers.includes(null) ? null : false;
  }
  if (value.t === 'unknown' || value.t === 'choice') return null;
  return value.t === 'regex' && !(/^\^/.test(value.source) && /\$$/.test(value.source)) && value.source !== '';
}

function every(answers: readonly (boolean | null)[]): boolean | null {
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}

function includes(value: Value, wanted: string): boolean | null {
  if (value.t === 'array') {
    if (value.items.some((item) => item.t === 'primitive' && item.value === wanted)) return true;
    return value.open || value.items.some((item) => item.t === 'unknown') ? null : false;
  }
  if (value.t === 'primitive')
    return value.value === wanted || (typeof value.value === 'string' && value.value.split(/[\s,]+/).includes(wanted));
  return value.t === 'unknown' || value.t === 'choice' ? null : false;
}

/** Asynchronous itself, or returning what an asynchronous function of the same program returns. */
function deliversPromise({ code, env }: FunctionValue): boolean {
  const last = code.body.at(-1);
  if (code.async || last?.s !== 'return' || last.value?.k !== 'call' || last.value.callee.k !== 'ref')
    return code.async;
  const called = (env as Environment).lookup(last.value.callee.name)?.value;
  return called?.t === 'function' && called.code.async;
}

function isKind(value: Value, kind: string): boolean | null {
  const unsure = value.t === 'unknown' || value.t === 'choice';
  switch (kind) {
    case 'absent':
      return isUndefined(value) ? true : value.t === 'environment' || unsure ? null : false;
    case 'present':
      return value.t === 'choice'
        ? every(value.options.map((option) => isKind(option.value, kind)))
        : !isUndefined(value);
    case 'function':
      return unsure ? null : value.t === 'function' || value.t === 'native';
    case 'async-function':
      return unsure ? null : value.t === 'function' && deliversPromise(value);
    case 'fetching-function':
      return unsure ? null : value.t === 'native' || (value.t === 'function' && fetches(value));
    case 'array':
      return unsure ? null : value.t === 'array';
    case 'object':
      return unsure ? null : value.t === 'object';
    case 'string':
      return unsure
        ? null
        : value.t === 'text' ||
            value.t === 'environment' ||
            (value.t === 'primitive' && typeof value.value === 'string');
    case 'true-ish':
      return unsure || value.t === 'environment' ? null : value.t !== 'primitive' || Boolean(value.value);
    case 'number':
      return unsure ? null : value.t === 'primitive' && typeof value.value === 'number';
    case 'key-set':
      return unsure ? null : value.t === 'made' && isKeySet(value.by.package, value.by.path);
    case 'undefined-able':
      return value.t === 'environment' ? value.fallback === null : isUndefined(value);
    default:
      return null;
  }
}

/** What a known step does with these very arguments; `unsure` names an option that could not be read and matters. */
export function stepKnowledge(
  meaning: { step: StepKnowledge; options?: number },
  args: readonly Value[],
): { knowledge: StepKnowledge; unsure: boolean } {
  let knowledge = meaning.step;
  let unsure = false;
  for (const variant of meaning.step.variants ?? []) {
    const holds = testHolds(variant.when, args, meaning.options ?? 0);
    if (holds)
      knowledge = { ...knowledge, ...variant.becomes, outcome: { ...knowledge.outcome, ...variant.becomes.outcome } };
    // An option that cannot be read is harmless unless it may turn a guard into something weaker.
    else if (holds === null && weakens(variant.becomes) && knowledge.outcome?.none === 'rejects') unsure = true;
  }
  return { knowledge, unsure };
}

/** Request properties that a known step fills with a principal, under the options it was given. */
export function establishedBy(knowledge: StepKnowledge, args: readonly Value[], optionsIndex: number): string[] {
  return (knowledge.establishes ?? []).map((one) => {
    if (typeof one === 'string') return one;
    const value = optionAt(args[optionsIndex], one.option);
    return `${one.prefix ?? ''}${(value && stringOf(value)) ?? one.default}`;
  });
}

/** Says of those who are not recognised that something else becomes of them. */
function weakens({ outcome }: Partial<StepKnowledge>): boolean {
  return outcome !== undefined && Object.keys(outcome).some((caller) => caller !== 'good');
}
