import { isStandIn } from '#catalog';
import type { ClassValue, EnvironmentRecord, Value } from '#frameworks';
import { born, undefinedValue } from '#frameworks';
import type { Condition } from '#model';
import type { Place } from '#text';

export interface Cell {
  value: Value;
  /** Imports are looked up when they are read, so that cycles and live bindings work. */
  readonly resolve: (() => Value) | null;
  /** When its environment was made. */
  readonly born: number;
  /** The conditions in force where it was declared. */
  readonly under: readonly Condition[];
  /** A parameter or loop variable: its name says nothing about what it holds. */
  readonly isParameter?: boolean;
}

/** What `this`, `arguments` and `super` mean inside a function. */
export interface Frame {
  self: Value | null;
  readonly args: readonly Value[];
  readonly home: ClassValue | null;
  /** What a generator function has yielded so far; null for other functions. */
  readonly yields?: Value[] | null;
  /** Where the active call stands. */
  readonly calledAt?: Place;
}

/** A chain of name tables: module, functions, blocks. */
export class Environment implements EnvironmentRecord {
  readonly born = born();
  /** Its code belongs to no file of the project. */
  readonly inStandIn: boolean;
  /** Most blocks declare nothing. */
  private own: Map<string, Cell> | null = null;
  /** Of a module's imports: the names that anybody has asked for, whether they are imported or not. */
  asked: Set<string> | null = null;
  readonly parent: Environment | null;
  readonly file: string;
  readonly frame: Frame | null;

  constructor(parent: Environment | null, file: string, frame: Frame | null = null) {
    this.parent = parent;
    this.file = file;
    this.frame = frame;
    this.inStandIn = parent?.file === file ? parent.inStandIn : isStandIn(file);
  }

  get names(): Map<string, Cell> {
    this.own ??= new Map();
    return this.own;
  }

  lookup(name: string): Cell | null {
    let env: Environment = this;
    while (env.parent) {
      const cell = env.own?.get(name);
      if (cell) return cell;
      env = env.parent;
    }
    env.asked ??= new Set();
    env.asked.add(name);
    return env.own?.get(name) ?? null;
  }

  declare(name: string, value: Value): void {
    this.names.set(name, { value, resolve: null, born: this.born, under: [] });
  }

  bind(name: string, resolve: () => Value): void {
    this.names.set(name, { value: undefinedValue, resolve, born: this.born, under: [] });
  }

  /** The nearest function's frame. */
  nearestFrame(): Frame | null {
    for (let env: Environment | null = this; env; env = env.parent) if (env.frame) return env.frame;
    return null;
  }

  /** Where the project calls what runs here: what a framework calls in a stand-in was made by a call of the project. */
  calledAt(): Place | null {
    for (let env: Environment | null = this; env; env = env.parent) {
      const at = env.frame?.calledAt;
      if (at && !isStandIn(at.file)) return at;
    }
    return null;
  }

  /** The innermost scope in which `var` declarations live. */
  functionScope(): Environment {
    let env: Environment = this;
    while (env.parent && !env.frame && env.parent.parent) env = env.parent;
    return env;
  }
}
