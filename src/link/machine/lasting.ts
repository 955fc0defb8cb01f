import type { Expression, Pattern } from '#facts';
import type { ArrayValue, ObjectValue, UnknownValue, Value } from '#frameworks';
import { born, isUndefined, primitive, unknown } from '#frameworks';
import type { Place } from '#text';
import { isOfAddress } from '../values/address.ts';
import type { Change } from '../values/changes.ts';
import type { Environment } from '../values/environment.ts';
import { mapEntries, storeOf } from '../values/iteration.ts';
import { labelOf } from '../values/labels.ts';
import { isOwnKey } from '../values/own-keys.ts';
import { oneOf } from '../values/ways.ts';
import { truth } from './truth.ts';

/** What requests leave in the program for those that come later, and where one of them does so. */
export interface Left {
  readonly name: string;
  readonly at: Place;
}

/** The expression by which something is written. */
export interface Writing {
  readonly by: Expression | Pattern;
  readonly at: Place;
  readonly env: Environment;
}

interface Remains extends Left {
  /** By what tells them apart. */
  readonly values: Map<string, Value>;
  /** Of these, what has been put into the program. */
  known: number;
}

/** Values that a place is told to hold one by one; beyond that, nobody knows. */
const mostValues = 4;

/**
 * State that outlives a request. What the setup has made (variables, properties, entries of maps and lists) and a request
 * changes is, for the next one, what the setup has left there or what requests leave: `widen` puts the one beside the other.
 */
export class Lasting {
  /** What is older was made by the setup. */
  #since = 0;
  /** By the variable, object, table or list, and in it by the key. */
  readonly #remains = new Map<object, Map<unknown, Remains>>();
  readonly #told: WeakMap<object, Left>;
  /** Notes, while it is set, what of the setup requests look at. */
  heeded: Set<object> | null = null;

  constructor(of: Lasting | null = null) {
    this.#since = of === null ? 0 : of.#since;
    this.#told = of === null ? new WeakMap() : of.#told;
  }

  /** The setup has ended. */
  begin(): void {
    this.#since = born();
  }

  isOfSetup(one: { readonly born: number }): boolean {
    return one.born !== 0 && one.born <= this.#since;
  }

  /** What of the setup is looked at meanwhile. */
  heeding<T>(run: () => T): { readonly result: T; readonly heeded: ReadonlySet<object> } {
    const [before, heeded] = [this.heeded, new Set<object>()];
    this.heeded = heeded;
    const result = run();
    this.heeded = before;
    return { result, heeded };
  }

  /** A variable or property is read. */
  heed(place: object, value: Value): void {
    const { heeded } = this;
    if (!heeded) return;
    heeded.add(place);
    if (value.t === 'object')
      heeded
        .add(value)
        .add(value.properties)
        .add(mapEntries.get(value) ?? value);
    else if (value.t === 'array') heeded.add(value);
  }

  /** What a request has left when it has ended, before it is taken back; `isWhole`: what it has made is not. */
  note({ of, key, kind }: Change, writing: Writing | null, isWhole = false): void {
    if (!writing) return;
    const value = kind === 'entry' || kind === 'added' ? (of as Map<unknown, Value>).get(key)! : valueIn(of, key);
    const places = this.#remains.get(of) ?? new Map<unknown, Remains>();
    this.#remains.set(of, places);
    const remains = places.get(key) ?? { ...placeOf(writing), values: new Map(), known: 0 };
    places.set(key, remains);
    const [name, left] = isOwnKey(key) && value.t === 'object' ? asMade(value) : this.#lasting(value, isWhole);
    const before = remains.values.get(name);
    if (!before || (truth(left) === null && truth(before) !== null)) remains.values.set(name, left);
  }

  /** What differs from what is there, as it is for the next request. */
  #lasting(value: Value, isWhole: boolean): [name: string, value: Value] {
    if (value.t === 'missing') return ['undefined', primitive(undefined)];
    if (value.t === 'primitive' && !isOfAddress(value)) return [`${typeof value.value} ${value.value}`, { ...value }];
    if (value.t === 'made') return [`made ${value.at.file} ${value.at.start} ${value.path}`, { ...value }];
    if (value.t === 'library') return [`library ${value.package} ${value.path}`, { ...value }];
    // What a forger has left it sends again.
    if (value.t === 'credential' && value.state === 'forged' && !value.member)
      return [`forged ${value.source.kind} ${value.source.name}`, value];
    if (value.t === 'scope') return [`scope ${value.id}`, value];
    if ((value.t === 'object' || value.t === 'array') && this.isOfSetup(value))
      return [`${value.t} ${value.born}`, value];
    const any = unknown('what earlier requests have left', null, 'server', truth(value) === true);
    if (value.t === 'function' || value.t === 'class')
      return [
        `${value.t} ${value.file} ${value.code.at}`,
        isWhole || this.isOfSetup(value.env as Environment) ? value : any,
      ];
    const home = value.t === 'object' ? value.class : null;
    return home ? [`instance ${home.file} ${home.code.at}`, isWhole ? value : any] : ['', any];
  }

  /** Puts what requests leave beside what is there; the places for which that is news. */
  widen(): ReadonlySet<object> {
    const changed = new Set<object>();
    for (const [of, places] of this.#remains) {
      for (const [key, remains] of places) {
        if (remains.known === remains.values.size) continue;
        if (this.#widen(of, key, remains)) changed.add(storeOf.get(of) ?? of);
        remains.known = remains.values.size;
      }
    }
    return changed;
  }

  #widen(of: object, key: unknown, { name, at, values }: Remains): boolean {
    const left: Left = { name, at };
    if (isContainer(of)) return this.#open(of, left);
    const store = storeOf.get(of);
    if (store && !isOwnKey(key)) return this.#open(store, left);
    const table = of instanceof Map ? (of as Map<unknown, Value>) : null;
    const before = table ? table.get(key) : valueIn(of, key);
    const news = [...values.values()].filter((value) => !before || !isSame(before, value));
    if (news.length === 0) return false;
    // Another of the same kind: what is in it may be different.
    if (before && (before.t === 'object' || before.t === 'array')) {
      if (news.every(({ t }) => t === 'unknown'))
        return before.t === 'object' && before.class ? false : this.#open(before, left);
    }
    // What the program holds elsewhere too tells nothing of requests.
    for (const value of news) if (isOwn(value)) this.#told.set(value, left);
    const isUnclear = before?.t === 'unknown' || typeof (before?.t === 'primitive' && before.value) === 'number';
    const other = news.length > mostValues || isUnclear ? this.#any(left) : null;
    // Whether an entry of the caller's own is there is up to the caller.
    const absent = isOwnKey(key) ? [] : [primitive(undefined)];
    const value =
      other ?? oneOf([...(before ? [before] : absent), ...news].map((one) => ({ value: one, conditions: [] })));
    if (table) table.set(key, value);
    else (of as { value: Value }).value = value;
    return true;
  }

  #any(left: Left): UnknownValue {
    const value = unknown('what earlier requests have left');
    this.#told.set(value, left);
    return value;
  }

  /** What requests put into it is not seen. */
  #open(container: ObjectValue | ArrayValue, left: Left): boolean {
    if (this.#told.has(container)) return false;
    this.#told.set(container, left);
    container.open = true;
    return true;
  }

  /** Where requests leave what this is, or what is made of it. */
  leftIn(value: object): Left | null {
    return this.#told.get(value) ?? null;
  }

  /** What is read of something that requests fill, or made of what they have left, is theirs. */
  madeOf<V extends Value>(value: V, ...from: readonly object[]): V {
    if (value.t !== 'unknown' || this.#remains.size === 0) return value;
    const source = from.find((one) => this.#told.has(one));
    if (source) this.#told.set(value, this.#told.get(source)!);
    return value;
  }

  /** All that requests have left so far, to compare it. */
  print(): readonly unknown[] {
    return [...this.#remains].map(([of, places]) => [
      of,
      [...places].map(([key, { values }]) => [key, [...values.keys()]]),
    ]);
  }
}

function placeOf({ by, at, env }: Writing): Left {
  if ('k' in by) return { name: by.k === 'member' ? labelOf(by.of, env) : labelOf(by, env), at };
  if (by.p === 'member') return { name: labelOf(by.target, env) || labelOf(by.target.of, env), at };
  return { name: by.p === 'name' ? by.name : '', at };
}

/** What callers have made of what they sent is all that their entry has. */
function asMade(value: ObjectValue): [name: string, value: Value] {
  return [`made ${value.at?.file} ${value.at?.start}`, value];
}

/** Values that were made for this. */
function isOwn({ t }: Value): boolean {
  return t === 'unknown' || t === 'primitive' || t === 'made' || t === 'library';
}

function isContainer(of: object): of is ObjectValue | ArrayValue {
  const { t } = of as { readonly t?: unknown };
  return t === 'object' || t === 'array';
}

/** Of a variable; of what is held together, that it has changed is all that counts. */
function valueIn(of: object, key: unknown): Value {
  return key === 'value' ? (of as { readonly value: Value }).value : primitive(true);
}

function isSame(before: Value, value: Value): boolean {
  if (before.t === 'choice') return before.options.some((option) => isSame(option.value, value));
  if (before.t === 'primitive' && value.t === 'primitive') return Object.is(before.value, value.value);
  return before === value || (isUndefined(before) && isUndefined(value));
}
