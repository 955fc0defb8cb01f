import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import { main } from '../src/cli/main.ts';
import { authlint, LATE_GUARD, PACKAGE_ROOT, project } from './support/run.ts';

const server = { 'server.js': LATE_GUARD };

describe('check', () => {
  test('findings: code 1, and JSON has the same', async () => {
    const root = project(server);
    const pretty = await authlint(root, []);
    expect(pretty).toMatchObject({ code: 1, err: '' });
    expect(pretty.out).toContain('late-authentication');
    expect(pretty.out).toContain('2 routes in 1 app: 1 authenticated, 1 anonymous · 1 file analysed');
    const json = await authlint(root, ['check', '.', '--format', 'json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out).findings).toContainEqual(
      expect.objectContaining({ rule: 'late-authentication', file: 'server.js', line: 12 }),
    );
  });

  test('--fail-on never, --rule, --quiet and --max-findings', async () => {
    const root = project(server);
    expect((await authlint(root, ['--fail-on', 'never'])).code).toBe(0);
    const other = await authlint(root, ['--rule', 'unknown-scheme', '--rule=late-cors', '--format=json']);
    expect(other.code).toBe(0);
    expect(JSON.parse(other.out).findings).toEqual([]);
    expect((await authlint(root, ['--quiet', '--max-findings', '0'])).code).toBe(1);
  });

  test('the configuration counts, --no-config switches it off', async () => {
    const root = project({ ...server, 'authlint.config.jsonc': '{ "rules": { "late-authentication": "off" } }' });
    const rulesOf = async (...argv: string[]) =>
      JSON.parse((await authlint(root, ['--format', 'json', ...argv])).out).findings.map(
        (one: { rule: string }) => one.rule,
      );
    expect(await rulesOf()).not.toContain('late-authentication');
    expect(await rulesOf('--no-config')).toContain('late-authentication');
  });

  test('suppressions', async () => {
    const line = `app.get('/orders'`;
    const silenced = (comment: string) => project({ 'server.js': LATE_GUARD.replace(line, `${comment}\n${line}`) });
    const justified = await authlint(silenced('// authlint-disable-next-line late-authentication -- price list'), [
      '--rule',
      'late-authentication',
    ]);
    expect(justified.code).toBe(0);
    expect(justified.out).toContain('(1 suppressed)');
    const bare = await authlint(silenced('// authlint-disable-next-line late-authentication'), []);
    expect(bare.code).toBe(1);
    expect(bare.out).toContain('unjustified-suppression');
    const unused = await authlint(silenced('// authlint-disable-next-line duplicate-scheme -- old'), []);
    expect(unused.out).toContain('unused-suppression');
  });
});

describe('routes', () => {
  test('table, JSON and filters', async () => {
    const root = project(server);
    const { code, out } = await authlint(root, ['routes']);
    expect(code).toBe(0);
    expect(out).toMatch(/GET +\/orders +○ anonymous +.*server\.js:12/);
    expect(out).toMatch(/GET +\/me +✔ authenticated +.*requireUser > .*server\.js:14/);
    const paths = async (...argv: string[]) =>
      JSON.parse((await authlint(root, ['routes', '--format', 'json', ...argv])).out).routes.map(
        (one: { path: string }) => one.path,
      );
    expect(await paths('--anonymous')).toEqual(['/orders']);
    expect(await paths('--unknown')).toEqual([]);
    expect(await paths('--method', 'get')).toEqual(['/orders', '/me']);
    expect(await paths('--method', 'POST')).toEqual([]);
    expect(await paths('--method', 'post,get')).toEqual(['/orders', '/me']);
    expect(await paths('/m')).toEqual(['/me']);
    expect(await paths('/o*')).toEqual(['/orders']);
    expect(await paths(join(root, 'server.js'))).toEqual(['/orders', '/me']);
  });

  test('an app that several entries start is printed once', async () => {
    const root = project({
      'app.js': `const express = require('express');
module.exports = () => {
  const app = express();
  app.get('/orders', (req, res) => res.json([]));
  return app;
};`,
      'index.js': `require('./app')().listen(3000);`,
      'worker.js': `require('./app')().listen(3001);`,
    });
    const { out } = await authlint(root, ['routes']);
    expect(out.match(/GET +\/orders/g)).toHaveLength(1);
    expect(out).toContain('app.js:3 once more: the same 1 route\n');
    expect(out).toContain('2 routes in 2 apps');
  });

  test('a guard that another spelling gets around is no protection without a word', async () => {
    const root = project({
      'server.js': LATE_GUARD.replace(
        /app\.use\((requireUser)\);/,
        `app.use((req, res, next) => (req.path.endsWith('.css') ? next() : $1(req, res, next)));\napp.get('/files/:name', (req, res) => res.json({}));`,
      ),
    });
    const bypassable = '(bypassable)';
    expect((await authlint(root, ['routes', '/files'])).out).toContain(`authenticated ${bypassable}`);
    expect((await authlint(root, ['routes', '/me'])).out).not.toContain(bypassable);
    expect((await authlint(root, ['explain', 'GET /files/:name'])).out).toContain(bypassable);
    expect((await authlint(root, ['surface'])).out).toContain('GET /files/:name authenticated bypassable');
    const { routes } = JSON.parse((await authlint(root, ['routes', '/files', '--format', 'json'])).out);
    expect(routes.map(({ bypass }: { bypass: string }) => bypass)).toEqual(['/files/x.css']);
  });

  test('colour by decision, never by accident', async () => {
    const root = project(server);
    const colored = async (argv: string[], env = {}, tty?: number) =>
      (await authlint(root, ['routes', ...argv], tty === undefined ? { env } : { env, tty })).out.includes('\x1b[');
    expect(await colored([])).toBe(false);
    expect(await colored([], {}, 100)).toBe(true);
    expect(await colored([], { NO_COLOR: '1' }, 100)).toBe(false);
    expect(await colored([], { FORCE_COLOR: '1' })).toBe(true);
    expect(await colored([], { FORCE_COLOR: '0' }, 100)).toBe(false);
    expect(await colored([], { CI: 'true' })).toBe(false);
    expect(await colored(['--color'], { NO_COLOR: '1' })).toBe(true);
    expect(await colored(['--no-color'], { FORCE_COLOR: '1' }, 100)).toBe(false);
  });
});

describe('explain', () => {
  test('a route, by its pattern or a concrete path', async () => {
    const root = project({ 'server.js': LATE_GUARD.replace(`'/me'`, `'/users/:id'`) });
    for (const argv of [['GET /users/:id'], ['GET /users/42'], ['get', '/users/42'], ['/users/42']]) {
      const { code, out } = await authlint(root, ['explain', ...argv]);
      expect(code).toBe(0);
      expect(out).toContain('GET /users/:id  ✔ authenticated');
      expect(out).toMatch(/without credentials +rejected with 401 by requireUser/);
      expect(out).toMatch(/with a good token +answered by/);
    }
    const none = await authlint(root, ['explain', 'GET /nobody']);
    expect(none).toMatchObject({ code: 2, out: '' });
    expect(none.err).toMatch(/^authlint: no route serves 'GET \/nobody'; 'authlint routes' lists all 2\n$/);
  });

  test('a concrete path below routers that a loop mounts: all of them stand in one place', async () => {
    const root = project({
      'server.js': `const express = require('express');
const app = express();
const [users, files] = [express.Router(), express.Router()];
users.get('/:id', (req, res) => res.json({}));
files.get('/:name', (req, res) => res.json({}));
const routers = [{ path: '/files', router: files }, { path: '/users', router: users }, { path: '/people', router: users }];
for (const { path, router } of routers) app.use(path, router);
app.listen(1);
`,
    });
    for (const [path, pattern] of [
      ['/files/a', '/files/:name'],
      ['/users/42', '/users/:id'],
      ['/people/42', '/people/:id'],
    ])
      expect((await authlint(root, ['explain', `GET ${path}`])).out).toContain(`GET ${pattern}  ○ anonymous`);
    expect((await authlint(root, ['explain', 'GET /others/42'])).code).toBe(2);
  });

  test('an operation of another transport', async () => {
    const root = fileURLToPath(new URL('fixtures/frameworks/nestjs/graphql-resolvers', PACKAGE_ROOT));
    for (const argv of [['QUERY mine'], ['query', 'mine']]) {
      const { code, out } = await authlint(root, ['explain', '--no-cache', ...argv]);
      expect(code).toBe(0);
      expect(out).toContain('QUERY mine  ✔ authenticated');
    }
  });

  test('conditions, as the program writes them', async () => {
    const tests = [
      'process.env.DOCS',
      '!process.env.OFF',
      "process.env.MODE === 'x'",
      "process.env.NODE_ENV !== 'production'",
    ];
    const routes = tests.map(
      (one, i) => `if (${one}) app.get('/t${i}', (q, r) => r.end()); else app.get('/e${i}', (q, r) => r.end());`,
    );
    const root = project({
      'server.js': ["const app = require('express')();", ...routes, 'app.listen(1);'].join('\n'),
    });
    const told = async (path: string) => /only if (.*)/.exec((await authlint(root, ['explain', path])).out)?.[1];
    expect(await Promise.all(tests.flatMap((_, i) => [told(`/t${i}`), told(`/e${i}`)]))).toEqual([
      'DOCS',
      '!(DOCS)',
      '!process.env.OFF',
      '!(!process.env.OFF)',
      "process.env.MODE === 'x'",
      "!(process.env.MODE === 'x')",
      'NODE_ENV is not production',
      'NODE_ENV is production',
    ]);
  });

  test('a rule', async () => {
    const { code, out } = await authlint(project({}), ['explain', 'late-authentication']);
    expect(code).toBe(0);
    expect(out).toMatch(/^late-authentication\n/);
    expect((await authlint(project({}), ['explain', 'unused-suppression'])).code).toBe(0);
  });
});

describe('help and version', () => {
  test('texts', async () => {
    const root = project({});
    expect((await authlint(root, ['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await authlint(root, ['--help'])).out).toMatchInlineSnapshot(`
      "authlint lints authentication pipelines: which routes are guarded, by what, in which order, and why.

        authlint [check] [paths…]                           report what is wrong with the authentication pipelines (the default)
        authlint routes [paths…] [/filter]                  list all routes: who may call them, and through which steps
        authlint diff <base>[...<head>] [paths…]            what a change opens, weakens or protects, between two revisions of git
        authlint baseline <create | check | prune> [paths…] keep known findings in a file, and report only others from then on
        authlint surface [--write | --check] [paths…]       print, write or check auth-surface.lock: who may call which route
        authlint init [--yes] [paths…]                      set up configuration, surface lock, baseline, hook and workflow; overwrites nothing
        authlint cache [--clear]                            show what is kept from run to run, or clear it
        authlint facts --out <folder> [paths…]              write what the sources say into a folder, for a build cache to hand on
        authlint explain <rule | "METHOD /path"> [paths…]   print a rule's page, or one route's pipeline step by step

        --format <name[=file]>  pretty (default), compact, json, sarif, github, gitlab, junit, markdown or agent; several with files
        --preset <preset>       recommended (default), strict or audit
        --rule <id>             run only this rule; may be repeated
        --fail-on <level>       findings from which the exit code is 1: error (default), warning, info or never
        --quiet                 show errors only
        --fix                   apply the fixes that are proven safe; report what is left
        --fix-dry-run           report what --fix would leave, and write nothing
        --diff                  print what --fix would change as a patch, and write nothing
        --staged                report only what the staged change causes or touches, by the staged texts
        --since <revision>      the same for what changed since a revision of git, or in a...b
        --max-findings <n>      show at most n findings
        --baseline <file>       the known findings; authlint-baseline.txt by default
        --no-ignores            report also what comments and the baseline silence
        --no-suppressed         leave what is suppressed out of SARIF; GitHub would take it for open
        --app <package>         only this package of a monorepo, by folder or name; may be repeated
        --config <file>         read this configuration file instead of the nearest one
        --no-config             ignore configuration files
        --no-cache              neither believe nor keep anything from run to run
        --facts <folder>        believe what 'authlint facts' wrote there, into its folders, or into that of a package
        --color                 colour the output, whatever it goes to
        --no-color              never colour the output
        --help                  show this help
        --version               show the version

      'authlint <command> --help' shows the options of a command.
      Exit codes: 0 clean, 1 findings, 2 wrong use or configuration, 3 nothing was analysed.
      "
    `);
    expect((await authlint(root, ['routes', '--help'])).out).toMatchInlineSnapshot(`
      "authlint routes [paths…] [/filter]
        list all routes: who may call them, and through which steps

        --format <format>       table (default) or json
        --anonymous             only routes that anyone can call
        --unknown               only routes that could not be judged
        --method <method>       only routes of this method; may be repeated
        --app <package>         only this package of a monorepo, by folder or name; may be repeated
        --config <file>         read this configuration file instead of the nearest one
        --no-config             ignore configuration files
        --no-cache              neither believe nor keep anything from run to run
        --facts <folder>        believe what 'authlint facts' wrote there, into its folders, or into that of a package
        --color                 colour the output, whatever it goes to
        --no-color              never colour the output
        --help                  show this help
        --version               show the version
      "
    `);
  });

  test('an internal error says whose bug it is', async () => {
    let err = '';
    const broken = {
      write: () => {
        throw new Error('bro\x1b[31mken');
      },
    };
    const world = {
      cwd: project({}),
      env: {},
      root: PACKAGE_ROOT,
      stdout: broken,
      stderr: { write: (text: string) => (err += text) },
    };
    expect(await main(['--help'], world)).toBe(2);
    expect(err).toMatch(/^authlint: internal error\. This is a bug in authlint .*\n {2}Error: bro\\x1b\[31mken\n/);
  });
});

describe('the built program', () => {
  const bin = fileURLToPath(new URL('bin/authlint.js', PACKAGE_ROOT));
  const shell = (command: string, cwd: string) =>
    spawnSync('bash', ['-c', `set -o pipefail; ${command}`], { cwd, encoding: 'utf8' });

  test('gives the exit code and the whole output to a pipe', () => {
    const routes = Array.from({ length: 800 }, (_, i) => `app.get('/route/${i}', (req, res) => res.json(${i}));`).join(
      '\n',
    );
    const root = project({
      'server.js': `import express from 'express';\nconst app = express();\n${routes}\napp.listen(1);\n`,
    });
    const { stdout, status } = shell(`node ${bin} routes --format json | (sleep 0.2; cat)`, root);
    expect(status).toBe(0);
    expect(JSON.parse(stdout.length > 0 ? stdout : '{}').routes).toHaveLength(800);
  });

  test('is quiet when the reader of the pipe leaves', () => {
    const { stderr } = shell(`node ${bin} routes --format json | head -1`, project(server));
    expect(stderr).toBe('');
  });

  test.runIf(existsSync('/dev/full')).each(['routes --format json', '--version'])(
    'a full disk behind the output of %s is told, and is no finding',
    (words) => {
      const { status, stderr } = shell(`node ${bin} ${words} > /dev/full`, project(server));
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/^authlint: cannot write .*\n$/) });
    },
  );

  test('is a typed library too', async () => {
    const { lint } = (await import(new URL('dist/index.js', PACKAGE_ROOT).href)) as typeof import('../src/index.ts');
    const { findings, summary } = await lint({ cwd: project(server), only: ['late-authentication'] });
    expect(findings.map((finding) => finding.rule)).toEqual(['late-authentication']);
    expect(summary.routes).toBe(2);
    expect(readFileSync(new URL('dist/index.d.ts', PACKAGE_ROOT), 'utf8')).toContain('declare function lint');
  });

  test('loads nothing heavy for the version', () => {
    const { stdout, status } = shell(`node ${bin} --version`, project({}));
    expect({ stdout, status }).toEqual({ stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), status: 0 });
  });

  test('keeps its code compiled, and does without where that is damaged', () => {
    const copy = project({});
    for (const part of ['bin', 'dist', 'package.json'])
      cpSync(new URL(part, PACKAGE_ROOT), join(copy, part), { recursive: true });
    symlinkSync(fileURLToPath(new URL('node_modules', PACKAGE_ROOT)), join(copy, 'node_modules'));
    const compiled = join(copy, 'dist/compiled');
    rmSync(compiled, { recursive: true, force: true });
    const kept = () => readdirSync(compiled).map((name) => `${name} ${statSync(join(compiled, name)).mtimeMs}`);
    const root = project(server);
    const run = () => shell(`node ${join(copy, 'bin/authlint.js')} routes --no-cache --format json`, root).stdout;
    const first = run();
    expect(JSON.parse(first).routes).toHaveLength(2);
    const made = kept();
    expect(made).toContainEqual(expect.stringMatching(/^cli-/));
    expect(run()).toBe(first);
    expect(kept()).toEqual(made);
    const [name] = readdirSync(compiled).filter((file) => file.startsWith('session-'));
    const bytes = readFileSync(join(compiled, name!));
    writeFileSync(join(compiled, name!), bytes.fill(0, bytes.length / 2));
    expect(run()).toBe(first);
    expect(kept()).not.toEqual(made);
    expect(kept().map((one) => one.split(' ')[0])).toEqual(made.map((one) => one.split(' ')[0]));

    const load = () =>
      shell(`node -p "Object.keys(require('${join(copy, 'bin/eslint.js')}').rules).length"`, root).stdout;
    const plugin = load();
    expect(plugin).toMatch(/^[1-9]\d*\n$/);
    // The command's are left alone: V8 takes none that was made with other flags.
    const both = kept();
    expect(both).toContainEqual(expect.stringMatching(/^eslint-/));
    expect(run()).toBe(first);
    expect(load()).toBe(plugin);
    expect(kept()).toEqual(both);
    for (const name of readdirSync(compiled)) writeFileSync(join(compiled, name), 'damaged');
    expect(load()).toBe(plugin);
    rmSync(compiled, { recursive: true });
    writeFileSync(compiled, 'no folder: nothing can be kept');
    expect(load()).toBe(plugin);
  });
});

describe('the built package', () => {
  test('loads nothing that is not installed with it', () => {
    const built = fileURLToPath(new URL('dist', PACKAGE_ROOT));
    const { dependencies } = JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8'));
    const loaded = readdirSync(built)
      .filter((file) => /\.c?js$/.test(file))
      .flatMap((file) => {
        const text = readFileSync(join(built, file), 'utf8');
        const { staticImports } = parseSync(file, text).module;
        const code = text.replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, '');
        const required = [...code.matchAll(/(?:\b(?:__)?require\(|createRequire\(.*\)\()["']([\w@][^"']*)["']\)/g)];
        return [...staticImports.map((one) => one.moduleRequest.value), ...required.map(([, name]) => name!)];
      })
      .filter((name) => !name.startsWith('.'))
      .filter((name) => !isBuiltin(name));
    expect([...new Set(loaded)]).toEqual(Object.keys(dependencies));
  });
});
