import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '#report';
import { BASELINE_FILE, EXIT, isNothing, type LintResult, lint, writeWhole } from '#session';
import { type Candidate, candidatesIn, LOCK_FILE, printLock, surfaceOf } from '#surface';
import { CONFIG_FILE, existingConfig, hookFor, type Offer, schemaPath, workflowFor } from './init-files.ts';
import type { Io } from './io.ts';
import { complain, loadOptions } from './load.ts';
import { type Arguments, UsageError } from './usage.ts';

type Command = (args: readonly string[], io: Io) => Promise<number>;

const MOST_ASKED = 3;
const MOST_SHOWN = 8;

/** Sets a project up: looks first, asks little, and never overwrites a file. `run`: another command of this program. */
export async function init(args: Arguments, io: Io, run: Command): Promise<number> {
  const { values } = args;
  const { ask } = io;
  if (!values.has('yes') && !ask)
    throw new UsageError(
      `init asks questions, and nobody can answer them here; 'authlint init --yes' takes every offer`,
    );
  const { done, ...options } = loadOptions(args, io, args.positionals);
  const result = await lint(options);
  done();
  complain(result, args, args.positionals, io);
  if (result.missing.length > 0) return EXIT.failure;
  if (isNothing(result)) return EXIT.nothing;
  const setup = new Setup(io, run, values.has('yes') ? null : (ask ?? null));
  const candidates = candidatesIn(result);
  setup.say(found(result, candidates));
  const config = existingConfig(io.cwd);
  if (config) setup.say(`kept ${config}: it is there already\n`);
  else setup.write(CONFIG_FILE, configText(io.cwd, await setup.learn(candidates)));
  if (!values.has('no-surface')) {
    const text = () => printLock(surfaceOf(result.model, result.appOf));
    await setup.offer({ question: `Keep who may call which route in ${LOCK_FILE}?`, file: LOCK_FILE, text });
  }
  const hides =
    !values.has('no-baseline') && result.findings.length > 0 && (await setup.baseline(result.findings.length));
  for (const [option, offer] of [
    ['no-hook', hookFor(io.cwd)],
    ['no-workflow', workflowFor(io.cwd, LOCK_FILE)],
  ] as const) {
    if (!offer || values.has(option)) continue;
    if ('question' in offer) await setup.offer({ ...offer, text: () => offer.text });
    else if (offer.lines.length === 0) setup.say(`kept ${offer.file}: authlint is in it already\n`);
    else setup.say(`${offer.file} is yours; add to it:\n${offer.lines.map((line) => `    ${line}\n`).join('')}`);
  }
  const all = hides ? `, and 'npx authlint --no-ignores' for what the baseline holds` : '';
  setup.say(`\nNow run 'npx authlint'${all}.\n`);
  return EXIT.clean;
}

class Setup {
  readonly #io: Io;
  readonly #run: Command;
  readonly #ask: Io['ask'] | null;

  /** Without anybody to ask, every offer is taken and nothing is claimed about a step. */
  constructor(io: Io, run: Command, ask: Io['ask'] | null) {
    this.#io = io;
    this.#run = run;
    this.#ask = ask;
  }

  say(text: string): void {
    this.#io.stdout.write(text);
  }

  write(file: string, text: string, mode?: number): void {
    writeWhole(join(this.#io.cwd, file), text, file, mode);
    this.say(`wrote ${file}\n`);
  }

  async offer({ question, file, text, mode }: Omit<Offer, 'text'> & { readonly text: () => string }): Promise<void> {
    if (existsSync(join(this.#io.cwd, file))) this.say(`kept ${file}: it is there already\n`);
    else if (await this.#agrees(question)) this.write(file, text(), mode);
  }

  /** Whether there is one now. */
  async baseline(count: number): Promise<boolean> {
    if (existsSync(join(this.#io.cwd, BASELINE_FILE))) {
      this.say(`kept ${BASELINE_FILE}: it is there already\n`);
      return true;
    }
    const findings = count === 1 ? '1 finding' : `${count} findings`;
    if (!(await this.#agrees(`Accept today's ${findings} as a baseline, so that only new ones fail?`))) return false;
    return (await this.#run(['baseline', 'create'], this.#io)) === EXIT.clean;
  }

  /** Only a person can say what a step does that nobody could judge. */
  async learn(candidates: readonly Candidate[]): Promise<Record<string, object>> {
    const taught: Record<string, object> = {};
    for (const { key, name, factory, routes } of candidates.filter((one) => one.key).slice(0, MOST_ASKED)) {
      if (!this.#ask || !key) continue;
      const where = `${safe(name)} stands in front of ${routes === 1 ? '1 route' : `${routes} routes`}`;
      const answer = await this.#ask(`${where}. Does it reject anonymous callers? [y]es, [n]o, [s]kip: `);
      const step = { y: 'authenticate', n: 'log' }[answer.trim().toLowerCase().slice(0, 1)];
      if (step) taught[key] = { step, ...(factory ? { factory: true } : {}) };
    }
    return taught;
  }

  async #agrees(question: string): Promise<boolean> {
    if (!this.#ask) return true;
    const answer = (await this.#ask(`${question} [Y/n] `)).trim().toLowerCase();
    return answer === '' || answer === 'y' || answer === 'yes';
  }
}

function configText(cwd: string, catalog: Record<string, object>): string {
  const config = {
    $schema: schemaPath(cwd),
    preset: 'recommended',
    ...(Object.keys(catalog).length > 0 ? { catalog } : {}),
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** What init saw: servers, guards, and the steps it could not judge. */
function found(result: LintResult, candidates: readonly Candidate[]): string {
  const { model, summary } = result;
  const servers = new Set(
    model.apps.map((app) => `${app.framework}${app.version ? ` ${app.version}` : ''} in ${app.at.file}`),
  );
  const guards = model.routes.flatMap((route) => (route.guard === null ? [] : [model.steps[route.guard]!.name]));
  const verdicts = Object.entries(summary.access).filter(([, count]) => count > 0);
  const lines = [
    `Servers: ${few([...servers])}`,
    `Routes: ${verdicts.map(([access, count]) => `${count} ${access}`).join(', ')}`,
    ...(guards.length > 0 ? [`Guards: ${few([...new Set(guards)])}`] : []),
    ...(candidates.length > 0 ? [`Steps that could not be judged: ${few(candidates.map(named))}`] : []),
  ];
  return `${lines.map(safe).join('\n')}\n\n`;
}

function named({ name, key }: Candidate): string {
  return key ? `${name} (${key})` : name;
}

function few(names: readonly string[]): string {
  const rest = names.length - MOST_SHOWN;
  return [...names.slice(0, MOST_SHOWN), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
