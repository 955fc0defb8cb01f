import { appendFileSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allRules, lint, onDisk, Session, withTexts } from '#session';
import { folderWith } from './support/folder.ts';

const APP = `import express from 'express';
import { requireUser } from './auth.js';
import { orders } from './orders.js';
const app = express();
app.use(express.json());
app.use('/orders', orders);
app.use(requireUser);
app.get('/me', (req, res) => res.json(req.user));
app.listen(3000);
`;
/** The guard stands above the routes. */
const MENDED = APP.replace('app.use(requireUser);\n', '').replace(
  'app.use(express',
  'app.use(requireUser);\napp.use(express',
);
const AUTH = `import jwt from 'jsonwebtoken';
export function requireUser(req, res, next) {
  try {
    req.user = jwt.verify(req.headers.authorization, process.env.SECRET, { algorithms: ['HS256'] });
  } catch {
    return res.sendStatus(401);
  }
  next();
}
`;
const ORDERS = `import { Router } from 'express';
export const orders = Router();
orders.post('/', (req, res) => res.sendStatus(201));
`;
const FILES = {
  'package.json': { type: 'module', dependencies: { express: '^5.1.0', jsonwebtoken: '^9.0.0' } },
  'package-lock.json': '{}',
  'src/app.js': APP,
  'src/auth.js': AUTH,
  'src/orders.js': ORDERS,
};

/** What all rules say about a file, in the words of a person who wants to compare. */
function said(session: Session, file: string, text: string): string[] {
  const view = session.view({ path: file, text, tree: null });
  if (!view) return ['not of the project'];
  return allRules
    .flatMap(({ id }) => [...view.findings({ rule: id, preset: 'audit' })])
    .map(({ rule, at, also }) => `${rule} ${at.start}-${at.end} ${also.map((one) => view.label(one.at)).join(' ')}`)
    .sort();
}

test('a fix in another file takes the finding away, written or not', () => {
  const cwd = folderWith(FILES);
  const session = new Session(cwd, undefined, { sparing: 0 });
  const rulesOf = (text: string, file: string) => said(session, file, text).map((line) => line.split(' ')[0]);
  expect(rulesOf(ORDERS, 'src/orders.js')).toContain('late-authentication');
  // In the editor, not saved.
  expect(rulesOf(MENDED, 'src/app.js')).not.toContain('late-authentication');
  expect(rulesOf(ORDERS, 'src/orders.js')).toEqual([]);
  // Taken back.
  rulesOf(APP, 'src/app.js');
  expect(rulesOf(ORDERS, 'src/orders.js')).toContain('late-authentication');
  // By another program.
  writeFileSync(join(cwd, 'src/app.js'), MENDED);
  expect(rulesOf(ORDERS, 'src/orders.js')).toEqual([]);
});

test('a handler that reads another parameter than before is told as a fresh session tells it', () => {
  const reads = (id: string) =>
    `import { Router } from 'express';\nexport const orders = Router();\norders.get('/:id', (req, res) => {\n  const id = ${id};\n  res.json({ found: true });\n});\n`;
  const texts = ['1', 'req.params.idd', 'req.params.id', 'req.params.i', '2'].map(reads);
  const cwd = folderWith({ ...FILES, 'src/orders.js': texts[0]! });
  const session = new Session(cwd, undefined, { sparing: 0 });
  const typed = texts.map((text) => said(session, 'src/orders.js', text));
  const fresh = texts.map((text) => said(new Session(cwd), 'src/orders.js', text));
  expect(typed).toEqual(fresh);
  expect(fresh[1]).not.toEqual(fresh[0]);
});

test('what a run has kept is told at once, until a file says something else', async () => {
  const cwd = folderWith(FILES);
  const cache = folderWith({});
  const models = () => readdirSync(cache).filter((name) => name.startsWith('model-'));
  const session = () => new Session(cwd, undefined, { sparing: 0, cache });
  const linked = said(session(), 'src/orders.js', ORDERS);
  const kept = models();
  expect(kept.length).toBe(1);
  // The command line finds it too, and leaves nothing new behind.
  await lint({ cwd, cache });
  expect(models()).toEqual(kept);
  const next = session();
  expect(said(next, 'src/orders.js', ORDERS)).toEqual(linked);
  expect(said(next, 'src/app.js', MENDED)).not.toContain('late-authentication');
  expect(said(next, 'src/orders.js', ORDERS)).toEqual([]);
  // What follows from a text that nobody has saved is not for others.
  expect(models()).toEqual(kept);
});

test('a text that was never saved is not believed for ever', async ({ onTestFinished }) => {
  const { vi } = await import('vitest');
  const session = new Session(folderWith(FILES), undefined, { sparing: 0 });
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  said(session, 'src/app.js', MENDED);
  expect(said(session, 'src/orders.js', ORDERS)).toEqual([]);
  vi.setSystemTime(Date.now() + 11 * 60_000);
  expect(said(session, 'src/orders.js', ORDERS)).not.toEqual([]);
});

test('configuration, baseline, manifests and new files are noticed', () => {
  const cwd = folderWith(FILES);
  const session = new Session(cwd, undefined, { sparing: 0 });
  const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
  expect(said(session, 'src/orders.js', ORDERS)).not.toEqual([]);
  write('authlint.config.json', '{ "rules": { "late-authentication": "off" } }');
  expect(said(session, 'src/orders.js', ORDERS).join()).not.toContain('late-authentication');
  write('authlint.config.json', '{ "rulse": {} }');
  expect(() => said(session, 'src/orders.js', ORDERS)).toThrow("did you mean 'rules'");
  rmSync(join(cwd, 'authlint.config.json'));
  expect(said(session, 'src/orders.js', ORDERS).join()).toContain('late-authentication');
  // A file that is not there yet takes part as soon as it is open: two routes are late now, which is said at their mount.
  const prices = `import { orders } from './orders.js';\norders.post('/prices', (req, res) => res.sendStatus(201));\n`;
  const app = `import './prices.js';\n${APP}`;
  write('src/app.js', app);
  expect(said(session, 'src/app.js', app)).toEqual([]);
  expect(said(session, 'src/prices.js', prices)).toEqual([]);
  expect(said(session, 'src/app.js', app).join()).toContain('late-authentication');
  expect(said(session, 'src/prices.test.js', prices)).toEqual(['not of the project']);
  write('src/prices.js', '');
  expect(said(session, 'src/prices.js', '')).toEqual([]);
  expect(said(session, 'src/app.js', app)).toEqual([]);
});

test('what it says does not depend on what was asked before, nor on what was kept', async () => {
  const cache = folderWith({});
  const texts = {
    'src/app.js': [APP, MENDED, `// a comment\n${APP}`, APP.replace('./orders.js', './others.js'), 'const = broken'],
    'src/auth.js': [AUTH, AUTH.replace('return ', ''), AUTH.replaceAll('\n', '\r\n'), `${AUTH}\n// end`],
    'src/orders.js': [
      ORDERS,
      ORDERS.replace('  ', ''),
      `\n\n${ORDERS}`,
      `// authlint-disable late-authentication -- a test\n${ORDERS}`,
      ORDERS.replace("orders.post('/',", "orders.post('/',  requireUser, ").replace(
        '\n',
        `\nimport { requireUser } from './auth.js';\n`,
      ),
    ],
    'src/others.js': [ORDERS, 'export const orders = 1;'],
  } as const;
  const files = Object.keys(texts) as (keyof typeof texts)[];
  const change = fc.constantFrom(...files).chain((file) =>
    fc.record({
      file: fc.constant(file),
      text: fc.constantFrom<readonly string[]>(...texts[file].map(String).map((text) => [text])),
      how: fc.constantFrom('type', 'write', 'save', 'remove', 'touch', 'append', 'restart'),
      ask: fc.constantFrom(...files),
    }),
  );
  const run = async (changes: readonly { file: string; text: readonly string[]; how: string; ask: string }[]) => {
    const cwd = folderWith(FILES);
    const restarted = () => new Session(cwd, undefined, { sparing: 0, cache });
    let session = restarted();
    const disk = new Map<string, string>(
      Object.entries(FILES).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
    // An unsaved text is believed as long as what it was typed over stands on disk: that somebody wrote the same again cannot be seen.
    const unsaved = new Map<string, { readonly text: string; readonly over: string | undefined }>();
    const put = (file: string, text: string) => {
      mkdirSync(dirname(join(cwd, file)), { recursive: true });
      writeFileSync(join(cwd, file), text);
      disk.set(file, text);
    };
    const look = () => {
      for (const [file, { over }] of unsaved) if (disk.get(file) !== over) unsaved.delete(file);
    };
    for (const {
      file,
      text: [text = ''],
      how,
      ask,
    } of changes) {
      if (how === 'restart') {
        session = restarted();
        unsaved.clear();
      } else if (how === 'write') put(file, text);
      else if (how === 'remove') {
        rmSync(join(cwd, file), { force: true });
        disk.delete(file);
      } else if (disk.has(file)) {
        if (how === 'touch') utimesSync(join(cwd, file), new Date(), new Date(Date.now() - 1e6));
        if (how === 'append') {
          appendFileSync(join(cwd, file), '\n');
          disk.set(file, `${disk.get(file)}\n`);
        }
        if (how === 'type' || how === 'save') {
          look();
          said(session, file, text);
          unsaved.set(file, { text, over: disk.get(file) });
          if (how === 'save') put(file, text);
        }
      }
      if (!disk.has(ask)) continue;
      look();
      const open = unsaved.get(ask)?.text ?? disk.get(ask) ?? '';
      const heard = said(session, ask, open);
      const from = withTexts(onDisk, new Map([...unsaved].map(([name, { text }]) => [join(cwd, name), text])));
      const { findings } = await lint({ cwd, from, preset: 'audit' });
      const expected = findings
        .filter(({ at }) => at.file === ask)
        .map(({ rule, at }) => `${rule} ${at.start}-${at.end}`);
      expect(heard.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(expected.sort());
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(change, { maxLength: 8 }), run), { numRuns: 60 });
});
