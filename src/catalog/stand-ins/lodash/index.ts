import { exportedNames, withDefault } from '../default-export.ts';
import { collections } from './collections.ts';
import { functions } from './functions.ts';
import { objects } from './objects.ts';
import { values } from './values.ts';

const text = values + objects + collections + functions;

/**
 * https://lodash.com/docs, and https://underscorejs.org, whose functions mean the same. What is not written here is the
 * package's own.
 */
export const lodash = withDefault(text, '(value) => wrapped(value, false)');

/** `lodash/get` and `lodash.get` are that one function. */
export const lodashFunctions: [string, string][] = exportedNames(text).flatMap((name) => {
  const alone = `export { ${name} as default } from 'lodash';`;
  return [`lodash/${name}`, `lodash.${name.toLowerCase()}`, `lodash-es/${name}`].map((key): [string, string] => [
    key,
    alone,
  ]);
});
