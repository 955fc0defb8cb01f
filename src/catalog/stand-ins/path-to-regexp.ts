import { withDefault } from './default-export.ts';

/**
 * https://github.com/pillarjs/path-to-regexp, in the spellings of all its versions: 8 gives `{ regexp, keys }`, older ones the
 * pattern itself, as their default export or by name.
 */
export const pathToRegexpStandIn = withDefault(
  String.raw`
const sourceOf = (path) =>
  path
    .replace(/\.(?![*+?])/g, '\\.')
    .replace(/\{/g, '(?:')
    .replace(/\}\??/g, ')?')
    .replace(/\/:\w+\?/g, '(?:/([^/]+?))?')
    .replace(/:\w+\(/g, '(')
    .replace(/:\w+/g, '([^/]+?)')
    .replace(/\*\w+/g, '(.+)')
    .replace(/(^|\/)\*/g, '$1(.*)');
const patternOf = (path, options = {}) => {
  if (path instanceof RegExp) return path;
  const end = options.end === false ? '(?=/|$)' : '/?$';
  return new RegExp('^(?:' + sourceOf(path) + ')' + end, options.sensitive ? '' : 'i');
};
const matches = (path, options) => (text) =>
  Array.isArray(path) ? path.some((one) => patternOf(one, options).test(text)) : patternOf(path, options).test(text);
export const pathToRegexp = (path, options) => {
  const test = matches(path, options);
  const regexp = { test, exec: (text) => (test(text) ? [text] : null) };
  return { ...regexp, regexp, keys: [] };
};
export const match = (path, options) => {
  const test = matches(path, options);
  return (text) => (test(text) ? { path: text, params: {} } : false);
};
`,
  'pathToRegexp',
);
