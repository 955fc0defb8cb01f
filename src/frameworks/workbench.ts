import type { Condition } from '#model';
import type { Place } from '#text';
import type { ClassValue, Value } from './values.ts';

/** What frameworks that build the program themselves do with its classes. */
export interface Workbench {
  construct(type: Value, args: readonly Value[], at: Place): Value;
  call(fn: Value, args: readonly Value[], self: Value | null, at: Place): Value;
  member(of: Value, name: string): Value;
  assign(of: Value, name: string, value: Value): void;
  /** What decorators have left on a class or method under a key, and where. */
  metadata(key: string, target: Value): { readonly value: Value; readonly at: Place } | null;
  /** The values of the types that the constructor's parameters are written with; null where a type names no value. */
  dependencies(home: ClassValue): readonly (Value | null)[];
  /** The same for a field. */
  fieldType(home: ClassValue, name: string): Value | null;
  /** Names of the methods, those of parents first. */
  methods(home: ClassValue): readonly string[];
  /** A method as decorators have left it, bound to its object. */
  method(self: Value, name: string): Value;
  placeOf(home: ClassValue): Place;
  placeOfMethod(fn: Value): Place | null;
  /** What runs for a class is bounded, so that one does not use up what others need. */
  bounded(what: string, at: Place, body: () => void): void;
  under(conditions: readonly Condition[], body: () => void): void;
  /** Once the current root has run. */
  later(body: () => void): void;
  /** Makes an instance stand for its class wherever methods are visited; false when another one does. */
  remember(home: ClassValue, instance: Value): boolean;
}
