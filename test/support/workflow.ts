import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface WorkflowStep {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

type Context = Readonly<Record<string, unknown>>;

export interface Ran {
  /** What the job would end with: the code of the first step that failed. */
  readonly code: number;
  readonly log: string;
  readonly summary: string;
  /** The actions that were reached, with their inputs. */
  readonly used: readonly { readonly uses: string; readonly with: Readonly<Record<string, string>> }[];
}

/**
 * Runs the shell steps of a job as GitHub's runner does: `bash -eo pipefail`, files for outputs and summary, a step only
 * when its condition holds, and none but those with `always()` after a failure. Other actions are only noted.
 */
export function runSteps(steps: readonly WorkflowStep[], cwd: string, context: Context = {}): Ran {
  const temporary = join(cwd, '..', 'runner');
  mkdirSync(temporary, { recursive: true });
  const files = { GITHUB_OUTPUT: join(temporary, 'output'), GITHUB_STEP_SUMMARY: join(temporary, 'summary') };
  writeFileSync(files.GITHUB_STEP_SUMMARY, '');
  const outputs: Record<string, { outputs: Record<string, string> }> = {};
  const used: { uses: string; with: Record<string, string> }[] = [];
  let code = 0;
  let log = '';
  for (const step of steps) {
    const know: Context = { ...context, steps: outputs };
    const condition = step.if ?? 'success()';
    const status = /\b(?:always|success)\(\)/.test(condition) ? condition : `success() && ${condition}`;
    if (!evaluated(status, know, { failed: code !== 0, cwd })) continue;
    const filled = (values: WorkflowStep['with']) =>
      Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, filledIn(value, know, cwd)]));
    if (step.uses !== undefined) used.push({ uses: step.uses, with: filled(step.with) });
    if (step.run === undefined) continue;
    writeFileSync(files.GITHUB_OUTPUT, '');
    const run = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd,
      env: { ...process.env, ...files, RUNNER_TEMP: temporary, CI: 'true', ...filled(step.env) },
      encoding: 'utf8',
    });
    log += run.stdout + run.stderr;
    if (code === 0) code = run.status ?? 1;
    const lines = readFileSync(files.GITHUB_OUTPUT, 'utf8').split('\n').filter(Boolean);
    if (step.id)
      outputs[step.id] = { outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))) };
  }
  return { code, log, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'), used };
}

function filledIn(text: string, context: Context, cwd: string): string {
  return String(text).replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) =>
    String(evaluated(expression, context, { failed: false, cwd }) ?? ''),
  );
}

/** The small part of GitHub's expressions that is used here: look-ups, `&&`, `==`, `!=`, and four functions. */
function evaluated(expression: string, context: Context, { failed, cwd }: { failed: boolean; cwd: string }): unknown {
  const functions = {
    always: () => true,
    success: () => !failed,
    hashFiles: (file: string) => (existsSync(join(cwd, file)) ? 'hash' : ''),
  };
  const script = expression
    .replace(/\b(?:inputs|steps|github)(?:\.[\w-]+)+/g, (path) => `look(${JSON.stringify(path.split('.'))})`)
    .replace(/([!=])=/g, '$1==');
  const look = (path: readonly string[]) => {
    let value: unknown = context;
    for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name];
    // A missing value is '' where it meets a text.
    return value ?? '';
  };
  return new Function('look', ...Object.keys(functions), `return ${script}`)(look, ...Object.values(functions));
}
