import type { LibraryValue, ObjectValue, Value } from '#frameworks';
import { born, isUndefined, noGetters, primitive, propertyOf, unknown } from '#frameworks';
import type { Place } from '#text';
import { globalPackage } from '../known/program.ts';
import type { Machine } from './machine.ts';
import { madeBy } from './operators.ts';

/** `new Error(message)`: an object to which the program adds what it likes. */
export function errorObject(name: string, message: Value | undefined, at: Place): ObjectValue {
  const properties = new Map(membersOf(name, message, at));
  const error: ObjectValue = {
    t: 'object',
    properties,
    getters: noGetters,
    open: false,
    class: null,
    at,
    born: born(),
  };
  madeBy.set(error, { t: 'library', package: globalPackage, path: name, version: null, from: at.file });
  return error;
}

function membersOf(name: string, message: Value | undefined, at: Place): [string, Value][] {
  return [
    ['name', primitive(name)],
    ['message', message ?? primitive('')],
    ['stack', unknown('a stack trace', at, 'server', true)],
  ];
}

/** What the language gives an instance of a class that extends one of its own errors. */
export function becomeError(
  machine: Machine,
  self: ObjectValue,
  parent: Value | null,
  [message]: readonly Value[],
): void {
  if (!isErrorClass(parent)) return;
  for (const [name, value] of membersOf(parent.path, message, self.at!))
    machine.set(self.properties, name, value, self.born);
}

/** What a library's class of HTTP errors gives an instance of a class that extends it: the status. */
export function becomeAnswer(machine: Machine, self: ObjectValue, parent: LibraryValue, args: readonly Value[]): void {
  const meaning = machine.knowledge.meaning(parent);
  if (meaning?.is !== 'answer') return;
  const { status, statusArgument, statusOption, options } = meaning;
  const given =
    statusArgument !== undefined
      ? args[statusArgument]
      : statusOption !== undefined
        ? propertyOf(args[options ?? 0], statusOption)
        : undefined;
  const value = given && !isUndefined(given) ? given : primitive(status);
  for (const name of ['status', 'statusCode']) machine.set(self.properties, name, value, self.born);
}

export function isErrorClass(value: Value | null | undefined): value is LibraryValue {
  return value?.t === 'library' && value.package === globalPackage && /^([A-Z]\w*)?Error$/.test(value.path);
}

/** Which of the language's classes of errors an object is an instance of, by itself or through its class; null for none. */
export function errorClassOf(value: Value): string | null {
  if (value.t !== 'object') return null;
  const maker = madeBy.get(value);
  let home: Value | null | undefined = maker ?? value.class;
  while (home?.t === 'class') home = home.parent;
  return isErrorClass(home) ? home.path : null;
}
