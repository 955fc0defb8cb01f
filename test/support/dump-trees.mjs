/** A plugin for oxlint that writes down the trees that plugins are given, for those who want to read them elsewhere. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const plain = (value) => {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return value;
  if (Array.isArray(value)) return value.map(plain);
  const copy = typeof value.type === 'string' && value.range ? { range: value.range } : {};
  for (const key of Object.keys(value)) {
    if (!['parent', 'loc', 'start', 'end', 'tokens', 'comments'].includes(key)) copy[key] = plain(value[key]);
  }
  return copy;
};

const write = {
  create: ({ filename, cwd, sourceCode, languageOptions }) => ({
    Program() {
      const path = join(process.env.TREES, `${relative(cwd, filename)}.json`);
      mkdirSync(dirname(path), { recursive: true });
      const comments = sourceCode.getAllComments().map(({ type, value, range }) => ({ type, value, range }));
      const parser = languageOptions.parser.name;
      writeFileSync(path, JSON.stringify({ parser, comments, text: sourceCode.text, ast: plain(sourceCode.ast) }));
    },
  }),
};

export default { meta: { name: 'trees' }, rules: { write } };
