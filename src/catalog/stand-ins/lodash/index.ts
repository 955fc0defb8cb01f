import { collections } from './collections.ts';
import { functions } from './functions.ts';
import { objects } from './objects.ts';
import { values } from './values.ts';

const text = values + objects + collections + functions;
const names = [...text.matchAll(/^export const (\w+)/gm)].map(([, name]) => name!);

/**
 * https://lodash.com/docs, and https://underscorejs.org, whose functions mean the same. What is not written here is the
 * package's own.
 */
export const lodash = `${text}
export default Object.assign((value) => wrapped(value, false), { ${names.join(', ')} });
`;

/** `lodash/get` and `lodash.get` are that one function. */
export const lodashFunctions: [string, string][] = names.flatMap((name) => {
  const alone = `export { ${name} as default } from 'lodash';`;
  return [`lodash/${name}`, `lodash.${name.toLowerCase()}`, `lodash-es/${name}`].map((key): [string, string] => [
    key,
    alone,
  ]);
});
