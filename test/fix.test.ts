import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { editsOf, type Fix, withEdits } from '#rule';
import { lint, loadModel, mend, writeMended } from '#session';
import { folderWith } from './support/folder.ts';
import { type FixtureProgram, programs, textsOf } from './support/programs.ts';
import { authlint, MISSPELT_GUARD, project } from './support/run.ts';
import { asksFor, Comparison } from './truth/compare.ts';
import { Runner } from './truth/runner.ts';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const _bin = fileURLToPath(new URL('../bin/authlint.js', import.meta.url));
const runner = new Runner();
afterAll(() => runner.close());

/** A copy that can be changed and booted. */
function copyOf(program: FixtureProgram): FixtureProgram {
  const folder = folderWith({});
  cpSync(program.folder, folder, { recursive: true });
  symlinkSync(modules, join(folder, 'node_modules'));
  return { ...program, folder };
}

async function boot(program: FixtureProgram) {
  const { model } = await loadModel({ cwd: program.folder });
  const report = await runner.run(program, asksFor(model));
  return { model, report };
}

const always = () => true;

describe('a safe fix, booted before and after', () => {
  const bad = programs().filter(({ framework, isBad }) => framework === 'express' && isBad);
  const done: string[] = [];

  test('opens nothing, and the mended server is what the model says', { timeout: 300_000 }, async () => {
    for (const program of bad) {
      const options = { cwd: program.folder, preset: 'strict' as const };
      // Without the guard of the command line: the fix itself has to be harmless.
      const planned = await mend(options, always);
      if (planned.files.length === 0) continue;
      done.push(...planned.rules);
      const before = await boot(copyOf(program));
      const mended = copyOf(program);
      for (const { file, after } of planned.files) writeFileSync(join(mended.folder, file), after);
      const after = await boot(mended);
      if (!before.report.booted) continue;
      if (!after.report.booted) throw new Error(`${program.name} does not boot any more: ${after.report.reason}`);
      expect(new Comparison(after.model, textsOf(mended), after.report).disagreements, program.name).toEqual([]);
      for (const route of after.model.routes) {
        const same = before.model.routes.find((one) => one.method === route.method && one.path === route.path);
        const wasRejected = same?.access === 'authenticated';
        if (wasRejected) expect(route.access, `${program.name} ${route.method} ${route.path}`).toBe('authenticated');
      }
      const again = await mend({ ...options, cwd: mended.folder }, always);
      expect(again.files, program.name).toEqual([]);
    }
    expect([...new Set(done)].sort()).toEqual([
      'dead-path-pattern',
      'guard-path-gap',
      'misplaced-error-handler',
      'stateful-token-scheme',
    ]);
  });

  const twin = async (rule: string, name: string) => {
    const program = bad.find((one) => one.name === `rules/${rule}/express/bad/${name}`)!;
    const mended = copyOf(program);
    const before = await boot(copyOf(program));
    expect((await authlint(mended.folder, ['--fix', '--rule', rule])).code).toBe(0);
    const after = await boot(mended);
    if (!before.report.booted || !after.report.booted) throw new Error('does not boot');
    const asks = asksFor(after.model);
    expect(asks).toEqual(asksFor(before.model));
    const statuses = (answers: typeof before.report.answers) =>
      answers.filter((_, i) => asks[i]!.method !== 'OPTIONS').map(({ status }) => status);
    return { asks, before: before.report.answers, after: after.report.answers, statuses };
  };

  test('a guard whose path lacks its slash: nobody asked before, now it does', async () => {
    const { before, after, statuses } = await twin('guard-path-gap', 'missing-slash');
    expect(statuses(before)).not.toContain(401);
    expect(statuses(after)[0]).toBe(401);
    expect(statuses(after)).toContain(200);
  });

  test('an error handler with three parameters: errors reach it', async () => {
    const { before, after } = await twin('misplaced-error-handler', 'parameters');
    const reached = (answers: typeof before) =>
      answers.some(({ trail }) => trail.some(({ handlesError, goes }) => handlesError && goes === null));
    expect([reached(before), reached(after)]).toEqual([false, true]);
  });

  test('a token scheme that wants a session: a good token is served, others are not', async () => {
    const { before, after, statuses } = await twin('stateful-token-scheme', 'jwt');
    expect(statuses(before)).toContain(500);
    expect(statuses(before)).not.toContain(200);
    expect(statuses(after)).not.toContain(500);
    expect(statuses(after)).toContain(200);
    const rejected = (answers: typeof before) => statuses(answers).filter((status) => status === 401).length;
    expect(rejected(after)).toBe(rejected(before));
  });
});

const text = (cwd: string, file = 'server.js') => readFileSync(join(cwd, file), 'utf8');

describe('--fix', () => {
  test('writes what is safe, says so, and judges what is left', async () => {
    const cwd = project({ 'server.js': MISSPELT_GUARD });
    const { code, err } = await authlint(cwd, ['--fix']);
    expect({ code, err }).toEqual({ code: 0, err: 'authlint: fixed 2 findings in 1 file\n' });
    expect(text(cwd)).toBe(MISSPELT_GUARD.replace(`'orders'`, `'/orders'`).replace(/ *\/\/ authlint.*\n/, ''));
    expect(await authlint(cwd, ['--fix'])).toMatchObject({ code: 0, err: '' });
  });

  test('--fix-dry-run and --diff write nothing; git applies the patch to the same end', async () => {
    const cwd = project({ 'server.js': MISSPELT_GUARD });
    const dry = await authlint(cwd, ['--fix-dry-run']);
    expect(dry).toMatchObject({ code: 0, err: 'authlint: --fix would fix 2 findings in 1 file\n' });
    expect(dry.out).toContain('no findings');
    const { code, out } = await authlint(cwd, ['--diff', '--format', 'json']);
    expect(code).toBe(0);
    expect(text(cwd)).toBe(MISSPELT_GUARD);
    writeFileSync(join(cwd, 'p.patch'), out);
    execFileSync('git', ['apply', 'p.patch'], { cwd });
    const patched = text(cwd);
    writeFileSync(join(cwd, 'server.js'), MISSPELT_GUARD);
    await authlint(cwd, ['--fix']);
    expect(patched).toBe(text(cwd));
  });

  test('keeps byte order marks and line ends', async () => {
    const windows = `\ufeff${MISSPELT_GUARD.replaceAll('\n', '\r\n')}`;
    const cwd = project({ 'server.js': windows });
    const { out } = await authlint(cwd, ['--diff']);
    expect(out).toContain(`+app.use('/orders', requireUser);\r\n`);
    await authlint(cwd, ['--fix']);
    expect(text(cwd)).toBe(windows.replace(`'orders'`, `'/orders'`).replace(/\/\/ authlint.*\r\n/, ''));
  });

  test('leaves alone what it cannot read in full, and routes that would open', async () => {
    const latin = Buffer.concat([Buffer.from(MISSPELT_GUARD), Buffer.from('// caf\xe9\n', 'latin1')]);
    const cwd = project({ 'server.js': latin });
    await authlint(cwd, ['--fix']);
    expect(readFileSync(join(cwd, 'server.js')).equals(latin)).toBe(true);
    const dead = `import express from 'express';\nconst app = express();\napp.get('orders', (q, r) => r.json([]));\napp.listen(1);\n`;
    const open = project({ 'server.js': dead });
    expect((await authlint(open, ['--fix'])).code).toBe(1);
    expect(text(open)).toBe(dead);
  });

  test('leaves alone what is read-only', async () => {
    const cwd = project({ 'server.js': MISSPELT_GUARD });
    chmodSync(join(cwd, 'server.js'), 0o444);
    expect(await authlint(cwd, ['--fix'])).toMatchObject({ code: 1, err: '' });
    expect(text(cwd)).toBe(MISSPELT_GUARD);
  });

  test('a file that changes meanwhile is not overwritten', async () => {
    const cwd = project({ 'server.js': MISSPELT_GUARD });
    const { files } = await mend({ cwd }, always);
    expect(files.map(({ file }) => file)).toEqual(['server.js']);
    writeFileSync(join(cwd, 'server.js'), `${MISSPELT_GUARD}// mine`);
    expect(() => writeMended(cwd, files)).toThrow('it changed while it was analysed');
    expect(text(cwd)).toBe(`${MISSPELT_GUARD}// mine`);
  });

  test('suggestions are in the JSON, and nobody applies them', async () => {
    const program = programs().find(({ name }) => name === 'rules/continuing-rejection/express/bad/callback')!;
    const { findings, textOf } = await lint({ cwd: program.folder });
    const found = findings.find(({ rule }) => rule === 'continuing-rejection')!;
    expect(found.fix).toMatchObject({ safe: false, title: 'Return here' });
    const { out } = await authlint(program.folder, ['--format', 'json']);
    const [edit] = JSON.parse(out).findings.find((one: { rule: string }) => one.rule === found.rule).fix.edits;
    expect(edit).toMatchObject({ file: found.at.file, text: 'return ' });
    expect(withEdits(textOf(found.at.file)!, editsOf(found.fix!, textOf)!)).toContain(
      'if (error) return res.status(403)',
    );
    expect((await mend({ cwd: program.folder }, always)).files).toEqual([]);
  });
});

describe('edits where the text is not what a rule thinks', () => {
  const at = { file: 'a.js', start: 0, end: 0 };
  const editsIn = (source: string, change: (place: typeof at) => Fix['changes'][number]) => {
    const place = { file: 'a.js', start: source.indexOf('«'), end: source.indexOf('»') - 1 };
    const plain = source.replace(/[«»]/g, '');
    const edits = editsOf({ title: '', safe: true, changes: [change(place)] }, () => plain);
    return edits && withEdits(plain, edits);
  };

  test.each([
    [`use(«"orders"»)`, `use("/orders")`],
    ['use(«PATH»)', null],
    [`use(«'orders' + x»)`, null],
  ])('literal %s', (source, expected) => {
    expect(editsIn(source, (place) => ({ kind: 'literal', at: place, from: 'orders', to: '/orders' }))).toBe(expected);
  });

  test.each([
    ['use(«(err, req, res) => { x }»)', 'use((err, req, res, _next) => { x })'],
    ['use(«async function (err, req, res) {}»)', 'use(async function (err, req, res, _next) {})'],
    ['«function oops(err, req, res,) {}»', 'function oops(err, req, res, _next,) {}'],
    ['«function oops(err: Error, req, res) {}»', null],
    ['use(«({ a }, req, res) => {}»)', null],
    ['use(«handlers.error»)', null],
  ])('parameter %s', (source, expected) => {
    expect(editsIn(source, (place) => ({ kind: 'parameter', at: place, text: '_next' }))).toBe(expected);
  });

  test.each([
    [`  if (x) «res.sendStatus(401)»;`, `  if (x) return res.sendStatus(401);`],
    [`x && «res.sendStatus(401)»;`, null],
    [`f(() => «res.sendStatus(401)»)`, null],
  ])('return %s', (source, expected) => {
    expect(editsIn(source, (place) => ({ kind: 'return', at: place }))).toBe(expected);
  });

  test.each([
    ['a();\n  «// gone»\nb();', 'a();\nb();'],
    ['a(); «// gone»\nb();', 'a();\nb();'],
    ['a(«/* gone */» b);', 'a( b);'],
  ])('comment %s', (source, expected) => {
    expect(editsIn(source, (place) => ({ kind: 'comment', at: place }))).toBe(expected);
  });
});
