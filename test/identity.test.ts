import { describe, expect, test } from 'vitest';
import type { Finding } from '#rule';
import { lint } from '#session';
import { folderWith } from './support/folder.ts';
import { REQUIRE_USER } from './support/run.ts';

const MANIFEST = { 'package.json': { dependencies: { express: '^5.1.0' } }, 'package-lock.json': {} };

const guarded = (...open: readonly string[]) =>
  `${REQUIRE_USER}${open.map((path) => `app.post('${path}', (req, res) => res.json(1));\n`).join('')}app.use(requireUser);
app.get('/me', (req, res) => res.json(req.user));
app.listen(3000);
`;

const sign = (...functions: readonly string[]) =>
  `${REQUIRE_USER}${functions.join('\n')}
app.use(requireUser);
app.get('/me', (req, res) => res.json(req.user));
app.listen(3000);
`;
const forge = (name: string, secret: string) => `function ${name}(sub) { return jwt.sign({ sub }, '${secret}'); }
app.post('/${name}', requireUser, (req, res) => res.json(${name}(req.user.sub)));`;

async function findingsOf(server: string, rule: string, name = 'server.js'): Promise<readonly Finding[]> {
  const { findings } = await lint({ cwd: folderWith({ ...MANIFEST, [name]: server }), only: [rule], config: false });
  return findings;
}

async function entriesOf(server: string, rule: string): Promise<readonly string[]> {
  return (await findingsOf(server, rule)).flatMap((finding) => finding.identity);
}

describe('a finding about routes', () => {
  test('is known by app, route and step, one entry for each route', async () => {
    expect(await entriesOf(guarded('/a', '/b'), 'late-authentication')).toEqual([
      'late-authentication\tserver.js\tPOST /a\trequireUser',
      'late-authentication\tserver.js\tPOST /b\trequireUser',
    ]);
    // One route or several: the entry of a route stays when its neighbours are fixed.
    expect(await entriesOf(guarded('/b'), 'late-authentication')).toEqual([
      'late-authentication\tserver.js\tPOST /b\trequireUser',
    ]);
  });

  test('keeps its identity when lines move and when a route moves to another file', async () => {
    const [here] = await findingsOf(guarded('/orders'), 'late-authentication');
    const [below] = await findingsOf(`\n\n// a\n${guarded('/orders')}`, 'late-authentication');
    const cwd = folderWith({
      ...MANIFEST,
      'server.js': guarded('/x').replace(
        /app\.post.*\n/,
        `app.use('/orders', (await import('./orders.js')).orders);\n`,
      ),
      'orders.js': `import express from 'express';
export const orders = express.Router();
orders.post('/', (req, res) => res.json(1));
`,
    });
    const [moved] = (await lint({ cwd, only: ['late-authentication'], config: false })).findings;
    expect(moved?.at.file).toBe('orders.js');
    expect(new Set([here, below, moved].map((finding) => finding?.fingerprint)).size).toBe(1);
  });
});

describe('a finding about code', () => {
  const rule = 'hardcoded-secret';

  test('is known by the function it stands in', async () => {
    const [entry] = await entriesOf(sign(forge('issue', 'correct-horse')), rule);
    expect(entry).toMatch(/^hardcoded-secret\tserver\.js\tissue\tliteral .*\t~[0-9a-f]{8}$/);
  });

  test('another defect of the same rule in the same file has another identity', async () => {
    const [before] = await entriesOf(sign(forge('issue', 'correct-horse')), rule);
    const [elsewhere] = await entriesOf(sign(forge('renew', 'correct-horse')), rule);
    const [other] = await entriesOf(sign(forge('issue', 'battery-staple')), rule);
    expect(new Set([before, elsewhere, other]).size).toBe(3);
  });

  test('neither formatting nor the rest of a secret counts: no more of it can be guessed than reports show', async () => {
    const [before] = await entriesOf(sign(forge('issue', 'correct-horse')), rule);
    const [formatted] = await entriesOf(sign(forge('issue', 'correct-horse').replaceAll(`'`, '"')), rule);
    const [similar] = await entriesOf(sign(forge('issue', 'corrections')), rule);
    expect([formatted, similar]).toEqual([before, before]);
  });

  test('what cannot be told apart is numbered', async () => {
    const twice = `${forge('a', 'one')}\nfunction b(sub) { return [jwt.sign({ sub }, 'same'), jwt.sign({ sub }, 'same')]; }
app.post('/b', requireUser, (req, res) => res.json(b(req.user.sub)));`;
    const findings = await findingsOf(sign(twice), rule);
    const entries = findings.flatMap((finding) => finding.identity);
    expect(findings).toHaveLength(3);
    expect(new Set(findings.map((finding) => finding.fingerprint)).size).toBe(3);
    expect(entries[2]).toBe(`${entries[1]}\t#2`);
  });
});

test('no name can forge another entry', async () => {
  const [finding] = await findingsOf(guarded('/a'), 'late-authentication', 'a\tb\n\u202e.js');
  expect(finding?.identity).toEqual(['late-authentication\ta\\tb\\n\\u202e.js\tPOST /a\trequireUser']);
});
