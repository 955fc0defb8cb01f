import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { agent, compact, type FindingsInput, github, gitlab, junit, markdown, sarif } from '#report';
import { allRules, lint } from '#session';
import { lineHashes } from '../../src/report/line-hash.ts';
import { programs } from '../support/programs.ts';
import { authlint, LATE_GUARD, PACKAGE_ROOT, project } from '../support/run.ts';
import { FINDINGS, INPUT, SOURCES } from '../support/samples.ts';
import {
  gitlabErrors,
  junitErrors,
  sarifMultitoolErrors,
  sarifSchemaErrors,
  workflowCommands,
} from '../support/validators.ts';

const PLAIN = { color: false, width: null };
const page = (rule: string) => readFileSync(new URL(`rules/${rule}.md`, PACKAGE_ROOT), 'utf8');
const options = {
  version: '1.2.3',
  rules: allRules,
  pageOf: (rule: string) => (allRules.find((one) => one.id === rule)?.cwe.length ? page(rule) : null),
  suppressed: true,
};
const CLEAN: FindingsInput = { ...INPUT, findings: [], suppressed: [], notes: [], problems: [] };
const MANY: FindingsInput = {
  ...INPUT,
  findings: Array.from({ length: 25 }, (_, index) => ({
    ...FINDINGS[0]!,
    severity: index % 2 === 0 ? 'error' : 'warning',
    confidence: index === 24 ? 'high' : 'medium',
    message: `number ${index}`,
    fingerprint: String(index).padStart(16, '0'),
  })),
};

const broken = (log: string) => log.replace(/"startLine": \d+/, '"startLine": 0');

let example: FindingsInput;
beforeAll(async () => {
  example = await lint({ cwd: new URL('examples/orders-api', PACKAGE_ROOT).pathname, config: false, preset: 'audit' });
});

describe('SARIF', () => {
  test('is valid by the official schema', () => {
    const logs = [example, INPUT, CLEAN, MANY].flatMap((input) => [
      sarif(input, options),
      sarif(input, { ...options, suppressed: false }),
    ]);
    expect(logs.flatMap(sarifSchemaErrors)).toEqual([]);
    expect(sarifSchemaErrors(broken(logs[0]!)).join()).toMatch(/startLine/);
  });

  test('is valid by a second validator, which would say so if it were not', () => {
    const logs = [sarif(example, options), sarif(INPUT, { ...options, suppressed: false })];
    const complaints = sarifMultitoolErrors([...logs, broken(sarif(INPUT, options))]);
    expect(complaints).not.toEqual([]);
    expect(
      complaints.filter((complaint) => !/^(JSON1008|SARIF1007|SARIF2017) 2\.sarif .*\.region/.test(complaint)),
    ).toEqual([]);
  }, 120_000);

  test('tells the rule, the routes, the other places and the way of a request', () => {
    const [run] = JSON.parse(sarif(INPUT, options)).runs;
    const [first] = run.results;
    expect(run.columnKind).toBe('utf16CodeUnits');
    const rule = run.tool.driver.rules[first.ruleIndex];
    expect(rule).toMatchObject({
      id: 'late-authentication',
      name: 'LateAuthentication',
      defaultConfiguration: { level: 'error' },
      properties: { precision: 'high', 'security-severity': '8.0' },
    });
    expect(rule.properties.tags).toEqual(expect.arrayContaining(['security', 'external/cwe/cwe-306']));
    expect(rule.help.markdown).toContain('# late-authentication');
    expect(first).toMatchObject({ ruleId: 'late-authentication', level: 'error', suppressions: [] });
    const [location] = first.locations;
    expect(location.physicalLocation).toEqual({
      artifactLocation: { uri: 'src/server.ts', uriBaseId: '%SRCROOT%' },
      region: { startLine: 7, startColumn: 1, endLine: 7, endColumn: 27 },
    });
    expect(location.logicalLocations).toEqual([{ fullyQualifiedName: 'GET /orders/:id', kind: 'resource' }]);
    expect(first.relatedLocations.map((one: { message: { text: string } }) => one.message.text)).toEqual([
      'requireAuth is installed here, too late',
      'the route',
    ]);
    const stops = first.codeFlows[0].threadFlows[0].locations.map(
      ({ location: { message, physicalLocation } }: Stop) =>
        `${physicalLocation.artifactLocation.uri}:${physicalLocation.region.startLine} ${message.text}`,
    );
    expect(stops).toEqual([
      'src/server.ts:5 The express app is created here.',
      'src/server.ts:7 The router is mounted here.',
      'src/server.ts:6 helmet (headers) lets an anonymous caller pass.',
      'src/orders.ts:2 handler (handler) answers an anonymous caller.',
      'src/server.ts:8 requireAuth (authenticate) stands here, too late: the route has answered.',
    ]);
    expect(first.partialFingerprints).toMatchObject({ 'authlint/v1': '0123456789abcdef' });
  });

  test('keeps what is suppressed with its reason, or leaves it out for readers that would show it as open', () => {
    const results = JSON.parse(sarif(INPUT, options)).runs[0].results;
    expect(results.map((one: { suppressions: unknown }) => one.suppressions)).toEqual([
      [],
      [],
      [{ kind: 'inSource', status: 'accepted', justification: 'the price list is public' }],
    ]);
    const without = JSON.parse(sarif(INPUT, { ...options, suppressed: false })).runs[0].results;
    expect(without.map((one: object) => 'suppressions' in one)).toEqual([false, false]);
  });

  test('lists what was not seen', () => {
    const [invocation] = JSON.parse(sarif(INPUT, options)).runs[0].invocations;
    expect(invocation.toolExecutionNotifications.map((one: { message: { text: string } }) => one.message.text)).toEqual(
      [
        'Not analysed: Unexpected token',
        'Not analysed, or only in part: a pipe',
        `Not resolved: the plugin './dynamic' could not be resolved`,
      ],
    );
  });

  test('has the hashes that the upload action of GitHub would calculate', () => {
    // Known values of its own tests: https://github.com/github/codeql-action/blob/main/src/fingerprints.test.ts
    expect(lineHashes('')).toEqual(['c129715d7a2bc9a3:1']);
    expect(lineHashes(' a\nb\n  \t\tc\n d')).toEqual([
      '271789c17abda88f:1',
      '54703d4cd895b18:1',
      '180aee12dab6264:1',
      'a23a3dc5e078b07b:1',
    ]);
    expect(lineHashes(' hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n')).toEqual([
      'e9496ae3ebfced30:1',
      'fb7c023a8b9ccb3f:1',
      'ce8ba1a563dcdaca:1',
      'e20e36e16fcb0cc8:1',
      'b3edc88f2938467e:1',
      'c8e28b0b4002a3a0:1',
      'c129715d7a2bc9a3:1',
    ]);
    expect(lineHashes('Lorem ipsum dolor sit amet.\n'.repeat(10)).slice(4, 8)).toEqual([
      'a7f2ff13bc495cf2:5',
      'a7f2ff13bc495cf2:6',
      'a7f2ff1481e87703:1',
      'a9cf91f7bbf1862b:1',
    ]);
    const [result] = JSON.parse(sarif(INPUT, options)).runs[0].results;
    expect(result.partialFingerprints.primaryLocationLineHash).toBe(lineHashes(SOURCES['src/server.ts']!)[6]);
  });
});

interface Stop {
  readonly location: {
    readonly message: { readonly text: string };
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number };
    };
  };
}

describe('GitHub', () => {
  test('annotations in the words of the runner', () => {
    const [first, second, ...rest] = workflowCommands(github(INPUT, {}));
    expect(rest).toEqual([]);
    expect(first).toEqual({
      name: 'error',
      properties: {
        file: 'src/server.ts',
        line: '7',
        endLine: '7',
        col: '1',
        endColumn: '27',
        title: 'authlint late-authentication',
      },
      text: [
        'GET /orders/:id answers before requireAuth has run, so anonymous callers are served.',
        'src/server.ts:8: requireAuth is installed here, too late',
        'src/orders.ts:2: the route',
        'fix: Install the authenticating step above the routes it protects.',
      ].join('\n'),
    });
    expect(second).toMatchObject({ name: 'warning', properties: { file: 'src/server.ts', line: '9' } });
  });

  test('ten of a kind, the surest first, and the others as lines that are none', () => {
    const log = github(MANY, {});
    const commands = workflowCommands(log);
    expect(commands.filter((one) => one.name === 'error')).toHaveLength(10);
    expect(commands.filter((one) => one.name === 'warning')).toHaveLength(10);
    expect(commands[0]!.text).toMatch(/^number 24\n/);
    expect(log).toContain('\n5 more findings without annotation:\n');
    for (let index = 0; index < 25; index++) expect(log).toMatch(new RegExp(`number ${index}\\b`));
  });
});

test('GitLab: valid, and no two findings with one fingerprint', async () => {
  for (const input of [example, INPUT, CLEAN, MANY]) expect(gitlabErrors(gitlab(input, {}))).toEqual([]);
  expect(JSON.parse(gitlab(INPUT, {}))[0]).toMatchObject({
    check_name: 'late-authentication',
    severity: 'critical',
    fingerprint: '0123456789abcdef',
    location: { path: 'src/server.ts', lines: { begin: 7 } },
  });
  expect(gitlabErrors(gitlab({ ...INPUT, findings: [FINDINGS[0]!, FINDINGS[0]!] }, {}))).toHaveLength(1);
});

test('JUnit: valid; findings fail, suppressed ones were skipped, a clean run passes', async () => {
  expect(await junitErrors([example, INPUT, CLEAN, MANY].map((input) => junit(input, {})))).toEqual([]);
  expect(junit(INPUT, {})).toContain('<testsuites name="authlint" tests="3" failures="2" errors="0">');
  expect(junit(INPUT, {})).toContain('<skipped message="suppressed: the price list is public"/>');
  expect(junit(CLEAN, {})).toContain('<testcase name="no findings" classname="authlint">');
  expect(await junitErrors(['<testsuites name="x"><testsuite/></testsuites>'])).not.toEqual([]);
});

test('compact, agent and Markdown', () => {
  expect(compact(INPUT, PLAIN)).toMatchInlineSnapshot(`
    "src/server.ts:7:1: error late-authentication: GET /orders/:id answers before requireAuth has run, so anonymous callers are served.
    src/server.ts:9:9: warning cors-after-authentication: A preflight is answered 401 by requireAuth before cors is asked. (medium confidence)
    not analysed, or only in part:
      src/broken.ts:3: Unexpected token
      src/pipe.ts: a pipe
    1 error, 1 warning (1 suppressed)
    2 routes in 1 app: 1 authenticated, 1 anonymous · 3 of 4 files analysed · 1 gap
    "
  `);
  expect(agent(INPUT, {})).toMatchInlineSnapshot(`
    "src/server.ts:7:1: error late-authentication: GET /orders/:id answers before requireAuth has run, so anonymous callers are served. | also: src/server.ts:8 requireAuth is installed here, too late | also: src/orders.ts:2 the route | fix: Install the authenticating step above the routes it protects. | docs: authlint explain late-authentication
    src/server.ts:9:9: warning cors-after-authentication: A preflight is answered 401 by requireAuth before cors is asked. (medium confidence) | fix: Install cors above requireAuth. | docs: authlint explain cors-after-authentication
    not analysed, or only in part:
      src/broken.ts:3: Unexpected token
      src/pipe.ts: a pipe
    1 error, 1 warning (1 suppressed)
    2 routes in 1 app: 1 authenticated, 1 anonymous · 3 of 4 files analysed · 1 gap
    "
  `);
  expect(markdown(INPUT, {})).toMatchInlineSnapshot(`
    "## authlint: 1 error, 1 warning (1 suppressed)

    2 routes in 1 app: 1 authenticated, 1 anonymous · 3 of 4 files analysed · 1 gap

    | | Rule | Where | What |
    | --- | --- | --- | --- |
    | ❌ error | <code>late-authentication</code> | <code>src/server.ts:7</code> | GET /orders/:id answers before requireAuth has run, so anonymous callers are served.<br><code>src/server.ts:8</code> requireAuth is installed here, too late<br><code>src/orders.ts:2</code> the route<br>**Fix:** Install the authenticating step above the routes it protects. |
    | ⚠️ warning | <code>cors-after-authentication</code> | <code>src/server.ts:9</code> | A preflight is answered 401 by requireAuth before cors is asked. (medium confidence)<br>**Fix:** Install cors above requireAuth. |

    Not analysed, or only in part:

    - src/broken.ts:3: Unexpected token
    - src/pipe.ts: a pipe
    "
  `);
});

test('every format is valid for every fixture', async () => {
  const junits: string[] = [];
  const faults: string[] = [];
  let findings = 0;
  for (const { folder, name } of programs()) {
    const result = await lint({ cwd: folder, preset: 'audit', config: false });
    findings += result.findings.length;
    junits.push(junit(result, {}));
    const commands = workflowCommands(github(result, {})).length;
    const expected = ['error', 'warning', 'info'].map((severity) =>
      Math.min(10, result.findings.filter((one) => one.severity === severity).length),
    );
    if (commands !== expected[0]! + expected[1]! + expected[2]!) faults.push(`${name}: ${commands} annotations`);
    for (const error of [...sarifSchemaErrors(sarif(result, options)), ...gitlabErrors(gitlab(result, {}))])
      faults.push(`${name}: ${error}`);
  }
  expect(faults).toEqual([]);
  expect(await junitErrors(junits)).toEqual([]);
  expect(findings).toBeGreaterThan(100);
}, 420_000);

describe('--format', () => {
  const server = { 'server.js': LATE_GUARD };

  test('several at once: files, folders that did not exist, and one for standard output', async () => {
    const root = project(server);
    const run = await authlint(root, [
      '--format=sarif=out/a.sarif',
      '--format',
      'junit=out/b.xml',
      '--format',
      'github',
    ]);
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(workflowCommands(run.out).map((one) => one.name)).toEqual(['error']);
    expect(sarifSchemaErrors(readFileSync(join(root, 'out/a.sarif'), 'utf8'))).toEqual([]);
    expect(await junitErrors([readFileSync(join(root, 'out/b.xml'), 'utf8')])).toEqual([]);
    expect(readdirSync(join(root, 'out')).sort()).toEqual(['a.sarif', 'b.xml']);
  });

  test('a run that saw nothing writes no file, which would call everything fixed', async () => {
    const root = project({ 'a.js': '', ...server });
    expect((await authlint(root, ['a.js', '--format', 'sarif=a.sarif'])).code).toBe(3);
    expect((await authlint(root, ['server.js', 'gone.js', '--format', 'sarif=a.sarif'])).code).toBe(2);
    expect(existsSync(join(root, 'a.sarif'))).toBe(false);
  });

  test('files alone leave standard output to people', async () => {
    const root = project(server);
    const run = await authlint(root, ['--format', 'json=findings.json']);
    expect(run.out).toContain('✖ error late-authentication');
    expect(JSON.parse(readFileSync(join(root, 'findings.json'), 'utf8')).findings).toHaveLength(1);
  });

  test.each(['pretty', 'compact', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown', 'agent'])(
    '%s changes neither the exit code nor from run to run',
    async (format) => {
      const root = project({ ...server, 'clean/server.js': LATE_GUARD.replace(/app\.get\('\/orders'.*\n/, '') });
      const argv = ['server.js', '--format', format];
      const first = await authlint(root, argv);
      expect(first).toMatchObject({ code: 1, err: '' });
      expect(await authlint(root, argv)).toEqual(first);
      expect((await authlint(root, [...argv, '--fail-on', 'never'])).code).toBe(0);
      expect((await authlint(root, ['clean', '--format', format])).code).toBe(0);
      expect((await authlint(project({ 'a.js': '' }), ['--format', format])).code).toBe(3);
      expect((await authlint(root, ['nowhere', '--format', format])).code).toBe(2);
    },
  );

  test('a hostile file name is text in every format', async () => {
    const name = '::error file=a,line=1::pwned\n::warning::too\u001b[2J\u202e##[error]%0A.js';
    const root = project({ [name]: LATE_GUARD });
    for (const format of ['pretty', 'compact', 'json', 'sarif', 'gitlab', 'junit', 'markdown', 'agent', 'github']) {
      const { out, code } = await authlint(root, ['--format', format]);
      expect(code).toBe(1);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is about them.
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      const commands = workflowCommands(out).map((one) => [one.name, one.properties['title']]);
      expect(commands).toEqual(format === 'github' ? [['error', 'authlint late-authentication']] : []);
    }
    for (const argv of [
      ['routes'],
      ['explain', 'GET /orders'],
      ['surface'],
      ['baseline', 'create'],
      ['baseline', 'check'],
    ]) {
      const { out, err } = await authlint(root, argv, { env: { FORCE_COLOR: '1' } });
      expect(workflowCommands(out + err)).toEqual([]);
    }
    expect(workflowCommands((await authlint(root, ['x ::error::y\n::error::z'])).err)).toEqual([]);
  });

  test.each([
    [['--format', 'sarf'], `'--format' cannot be 'sarf', only pretty`],
    [['--format', 'sarf=x'], `'--format' cannot be 'sarf', only pretty`],
    [['--format', 'sarif='], `'--format sarif=' names no file`],
    [['--format', 'json', '--format', 'github'], `'json' and 'github' cannot both go to standard output`],
    [['--format', 'json=x', '--format', 'sarif=x'], 'two formats go into the same file: x'],
    [['--format', 'json=folder'], 'cannot write folder: it is not a regular file'],
  ])('%j is refused in one sentence', async (argv, sentence) => {
    const root = project(server);
    mkdirSync(join(root, 'folder'));
    const run = await authlint(root, argv);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(`authlint: ${sentence}`);
    expect(run.err.match(/\n/g)).toHaveLength(1);
    expect(existsSync(join(root, 'x'))).toBe(false);
  });
});
