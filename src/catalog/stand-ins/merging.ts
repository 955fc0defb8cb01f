import { withDefault } from './default-export.ts';

/** https://github.com/TehShrike/deepmerge: lists are appended, objects laid over each other, and nothing that was given is changed. */
export const deepmerge = withDefault(
  `
const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const deepmerge = (target, source, options = {}) => {
  if (Array.isArray(target) && Array.isArray(source)) return options.arrayMerge ? options.arrayMerge(target, source, options) : [...target, ...source];
  if (!isPlain(target) || !isPlain(source)) return source;
  const merged = { ...target };
  for (const [name, value] of Object.entries(source)) merged[name] = name in target ? deepmerge(target[name], value, options) : value;
  return merged;
};
export const all = (list, options) => list.reduce((merged, next) => deepmerge(merged, next, options), {});
`,
  'deepmerge',
);
