import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { authlint, LATE_GUARD, project } from './support/run.ts';

const FILE = 'authlint-baseline.txt';
const route = (path: string) => `app.get('${path}', (req, res) => res.json(['all']));`;
const server = (...open: readonly string[]) => LATE_GUARD.replace(route('/orders'), open.map(route).join('\n'));
const entry = (path: string) => `late-authentication\tserver.js\tGET ${path}\trequireUser`;

function entriesIn(root: string): string[] {
  return readFileSync(join(root, FILE), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** A project whose findings of today are all in its baseline. */
async function settled(...open: readonly string[]): Promise<string> {
  const root = project({ 'server.js': server(...open) });
  expect((await authlint(root, ['baseline', 'create'])).code).toBe(0);
  return root;
}

const edit = (root: string, text: string) => writeFileSync(join(root, 'server.js'), text);

describe('a baseline', () => {
  test('lists a line for each route and rule, sorted, without line numbers', async () => {
    const root = await settled('/b', '/a');
    expect(entriesIn(root)).toEqual([entry('/a'), entry('/b')]);
    const before = readFileSync(join(root, FILE), 'utf8');
    edit(root, `\n\n${server('/a', '/b')}`);
    expect((await authlint(root, ['baseline', 'create', '--force'])).code).toBe(0);
    expect(readFileSync(join(root, FILE), 'utf8')).toBe(before);
  });

  test('silences what it lists, and says so', async () => {
    const root = await settled('/orders');
    const run = await authlint(root, []);
    expect(run.code).toBe(0);
    expect(run.out).toContain('no findings (1 in the baseline)');
    const { suppressed } = JSON.parse((await authlint(root, ['--format', 'json'])).out);
    expect(suppressed).toMatchObject([{ by: 'baseline', rule: 'late-authentication', routes: ['GET /orders'] }]);
    const [run0] = JSON.parse((await authlint(root, ['--format', 'sarif'])).out).runs;
    expect(run0.results[0].suppressions).toMatchObject([{ kind: 'external', status: 'accepted' }]);
  });

  test('does not hide a finding that takes the place of a fixed one', async () => {
    const root = await settled('/orders');
    edit(root, server('/customers'));
    const run = await authlint(root, []);
    expect(run.code).toBe(1);
    expect(run.out).toContain('GET /customers answers before requireUser has run');
  });

  test('does not hide one more route in the company of known ones', async () => {
    const root = await settled('/a', '/b');
    edit(root, server('/a', '/b', '/c'));
    expect((await authlint(root, [])).code).toBe(1);
    edit(root, server('/b'));
    expect((await authlint(root, [])).code).toBe(0);
  });

  test('does not count for an auditor', async () => {
    const root = await settled('/orders');
    const line = '// authlint-disable-next-line late-authentication -- price list\n';
    edit(root, server('/orders').replace(route('/orders'), line + route('/orders')));
    expect((await authlint(root, [])).code).toBe(0);
    const run = await authlint(root, ['--no-ignores']);
    expect(run.code).toBe(1);
    expect(run.out).toMatch(/\n1 error\n/);
  });
});

describe('check and prune', () => {
  test('tell what is fixed and what is new; prune removes only the former', async () => {
    const root = await settled('/a', '/b');
    expect(await authlint(root, ['baseline', 'check'])).toMatchObject({
      code: 0,
      out: `${FILE}: 2 entries, 0 fixed, 0 findings not in it: up to date\n`,
    });
    edit(root, server('/b', '/c'));
    const check = await authlint(root, ['baseline', 'check']);
    expect(check.code).toBe(1);
    expect(check.out).toContain('fixed: late-authentication server.js GET /a requireUser\n');
    expect(check.out).toMatch(/^new: server\.js:\d+:\d+: error late-authentication: /m);
    expect(check.out).toContain(`${FILE}: 2 entries, 1 fixed, 1 finding not in it: not up to date\n`);
    expect(await authlint(root, ['baseline', 'prune'])).toMatchObject({
      code: 0,
      out: `${FILE}: 1 of 2 entries removed, 1 left\n`,
    });
    expect(entriesIn(root)).toEqual([entry('/b')]);
    expect((await authlint(root, [])).code).toBe(1);
  });

  test('a run that sees less calls nothing fixed', async () => {
    const root = project({
      'server.js': server('/a'),
      'other/server.js': server('/a'),
      'notes.js': 'export {};',
    });
    await authlint(root, ['baseline', 'create']);
    expect(entriesIn(root)).toHaveLength(2);
    // Another folder, a narrower preset, and nothing at all.
    expect((await authlint(root, ['baseline', 'prune', 'other'])).out).toContain('0 of 2 entries removed');
    edit(root, `${server('/a')}\napp.get('/x', (req, res) => res.json(1));`);
    expect((await authlint(root, ['baseline', 'prune'])).out).toContain('0 of 2 entries removed');
    expect((await authlint(root, ['baseline', 'prune', 'notes.js'])).code).toBe(3);
    expect((await authlint(root, ['baseline', 'create', '--force', 'notes.js'])).code).toBe(3);
    expect((await authlint(root, ['baseline', 'prune', 'nowhere'])).code).toBe(2);
    expect(entriesIn(root)).toHaveLength(2);
  });

  test('an entry that only a wider preset reports is not fixed', async () => {
    const root = project({ 'server.js': server('/a').replace(`, { algorithms: ['HS256'] }`, '') });
    await authlint(root, ['baseline', 'create', '--preset', 'audit']);
    const all = entriesIn(root);
    expect(all.length).toBeGreaterThan(1);
    await authlint(root, ['baseline', 'prune']);
    expect(entriesIn(root)).toEqual(all);
  });
});

describe('what is wrong gets one sentence, and nothing is written', () => {
  const refused = async (root: string, argv: readonly string[], sentence: string) => {
    const run = await authlint(root, argv);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toBe(`authlint: ${sentence}\n`);
  };

  test('in use', async () => {
    const root = project({ 'server.js': server('/a') });
    await refused(root, ['baseline'], `'authlint baseline' needs to know what to do: create, check, prune`);
    await refused(
      root,
      ['baseline', 'crate'],
      `'authlint baseline' needs to know what to do: create, check, prune; did you mean 'create'?`,
    );
    await refused(
      root,
      ['baseline', 'check'],
      `${FILE}: there is no such baseline; 'authlint baseline create' writes one`,
    );
    await refused(root, ['--baseline', 'nowhere.txt'], 'nowhere.txt: there is no such baseline');
    await refused(
      root,
      ['--baseline', 'x', '--no-ignores'],
      `'--baseline' and '--no-ignores' contradict each other; use one of them`,
    );
    expect(existsSync(join(root, FILE))).toBe(false);
    await authlint(root, ['baseline', 'create']);
    const before = readFileSync(join(root, FILE), 'utf8');
    edit(root, server('/b'));
    await refused(
      root,
      ['baseline', 'create'],
      `${FILE} exists; 'authlint baseline prune' removes what is fixed, and --force takes in all findings of today`,
    );
    expect(readFileSync(join(root, FILE), 'utf8')).toBe(before);
  });

  test.each([
    [
      'hello\n',
      `${FILE}:1: this is no baseline of authlint: its first line is not '# authlint baseline 1'; remove the file and run 'authlint baseline create'`,
    ],
    [
      '# authlint baseline 2\n',
      `${FILE}:1: this is no baseline of authlint: it has version 2, and this authlint knows version 1; use the authlint that wrote it`,
    ],
    [
      `# authlint baseline 1\n${entry('/a')}\n<<<<<<< HEAD\n`,
      `${FILE}:3: an unresolved merge conflict; resolve it and run 'authlint baseline prune'`,
    ],
    [
      '# authlint baseline 1\nlate-authentication server.js\u001b[2J\n',
      `${FILE}:2: not an entry: 'late-authentication server.js\\x1b[2J'; resolve it and run 'authlint baseline prune'`,
    ],
  ])('in the file: %j', async (text, sentence) => {
    await refused(project({ 'server.js': server('/a'), [FILE]: text }), [], sentence);
  });

  test('line ends of another system are fine', async () => {
    const root = await settled('/a');
    writeFileSync(join(root, FILE), readFileSync(join(root, FILE), 'utf8').replaceAll('\n', '\r\n'));
    expect((await authlint(root, [])).code).toBe(0);
  });

  test('no findings need no baseline', async () => {
    const root = project({ 'server.js': server() });
    expect(await authlint(root, ['baseline', 'create'])).toMatchObject({
      code: 0,
      out: 'No findings, so no baseline is needed.\n',
    });
    expect(existsSync(join(root, FILE))).toBe(false);
  });
});
