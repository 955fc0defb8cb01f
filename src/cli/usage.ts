import { parseArgs } from 'node:util';

export interface OptionSpec {
  readonly name: string;
  /** Placeholder of its value; none for a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
  /** `=<file>` may follow the value. */
  readonly intoFile?: boolean;
  readonly help: string;
}

export interface CommandSpec {
  readonly name: string;
  readonly usage: string;
  readonly about: string;
  readonly options: readonly OptionSpec[];
}

export interface Arguments {
  readonly command: string;
  readonly positionals: readonly string[];
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Wrong use: one sentence, exit code 2. `word` among `candidates` gives the suggestion. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly word: string;
  readonly candidates: readonly string[];

  constructor(message: string, word = '', candidates: readonly string[] = []) {
    super(message);
    this.word = word;
    this.candidates = candidates;
  }
}

const SHARED: readonly OptionSpec[] = [
  {
    name: 'app',
    value: '<package>',
    repeatable: true,
    help: 'only this package of a monorepo, by folder or name; may be repeated',
  },
  { name: 'config', value: '<file>', help: 'read this configuration file instead of the nearest one' },
  { name: 'no-config', help: 'ignore configuration files' },
  { name: 'no-cache', help: 'neither believe nor keep anything from run to run' },
  {
    name: 'facts',
    value: '<folder>',
    help: `believe what 'authlint facts' wrote there, into its folders, or into that of a package`,
  },
  { name: 'color', help: 'colour the output, whatever it goes to' },
  { name: 'no-color', help: 'never colour the output' },
];

const PRESET: OptionSpec = {
  name: 'preset',
  value: '<preset>',
  choices: ['recommended', 'strict', 'audit'],
  help: 'recommended (default), strict or audit',
};

const BASELINE: OptionSpec = {
  name: 'baseline',
  value: '<file>',
  help: 'the known findings; authlint-baseline.txt by default',
};

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'check',
    usage: 'authlint [check] [paths…]',
    about: 'report what is wrong with the authentication pipelines (the default)',
    options: [
      {
        name: 'format',
        value: '<name[=file]>',
        choices: ['pretty', 'compact', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown', 'agent'],
        repeatable: true,
        intoFile: true,
        help: 'pretty (default), compact, json, sarif, github, gitlab, junit, markdown or agent; several with files',
      },
      PRESET,
      { name: 'rule', value: '<id>', repeatable: true, help: 'run only this rule; may be repeated' },
      {
        name: 'fail-on',
        value: '<level>',
        choices: ['error', 'warning', 'info', 'never'],
        help: 'findings from which the exit code is 1: error (default), warning, info or never',
      },
      { name: 'quiet', help: 'show errors only' },
      { name: 'fix', help: 'apply the fixes that are proven safe; report what is left' },
      { name: 'fix-dry-run', help: 'report what --fix would leave, and write nothing' },
      { name: 'diff', help: 'print what --fix would change as a patch, and write nothing' },
      { name: 'staged', help: 'report only what the staged change causes or touches, by the staged texts' },
      { name: 'since', value: '<revision>', help: 'the same for what changed since a revision of git, or in a...b' },
      { name: 'max-findings', value: '<n>', help: 'show at most n findings' },
      BASELINE,
      { name: 'no-ignores', help: 'report also what comments and the baseline silence' },
      { name: 'no-suppressed', help: 'leave what is suppressed out of SARIF; GitHub would take it for open' },
      ...SHARED,
    ],
  },
  {
    name: 'routes',
    usage: 'authlint routes [paths…] [/filter]',
    about: 'list all routes: who may call them, and through which steps',
    options: [
      { name: 'format', value: '<format>', choices: ['table', 'json'], help: 'table (default) or json' },
      { name: 'anonymous', help: 'only routes that anyone can call' },
      { name: 'unknown', help: 'only routes that could not be judged' },
      { name: 'method', value: '<method>', repeatable: true, help: 'only routes of this method; may be repeated' },
      ...SHARED,
    ],
  },
  {
    name: 'diff',
    usage: 'authlint diff <base>[...<head>] [paths…]',
    about: 'what a change opens, weakens or protects, between two revisions of git',
    options: [
      {
        name: 'format',
        value: '<format>',
        choices: ['pretty', 'markdown', 'json'],
        help: 'pretty (default), markdown for a pull request, or json',
      },
      ...SHARED,
    ],
  },
  {
    name: 'baseline',
    usage: 'authlint baseline <create | check | prune> [paths…]',
    about: 'keep known findings in a file, and report only others from then on',
    options: [
      PRESET,
      BASELINE,
      { name: 'force', help: 'create: take in all findings of today, also new ones' },
      ...SHARED,
    ],
  },
  {
    name: 'surface',
    usage: 'authlint surface [--write | --check] [paths…]',
    about: 'print, write or check auth-surface.lock: who may call which route',
    options: [
      { name: 'write', help: 'write the lock; commit it, and every change of it asks for a review' },
      { name: 'check', help: 'exit code 1 when the routes are not those of the lock' },
      { name: 'lock', value: '<file>', help: 'another place than auth-surface.lock in the working directory' },
      ...SHARED,
    ],
  },
  {
    name: 'init',
    usage: 'authlint init [--yes] [paths…]',
    about: 'set up configuration, surface lock, baseline, hook and workflow; overwrites nothing',
    options: [
      { name: 'yes', help: 'ask nothing and take every offer' },
      { name: 'no-surface', help: 'without auth-surface.lock' },
      { name: 'no-baseline', help: 'without a baseline' },
      { name: 'no-hook', help: 'without a hook' },
      { name: 'no-workflow', help: 'without a CI stage' },
    ],
  },
  {
    name: 'cache',
    usage: 'authlint cache [--clear]',
    about: 'show what is kept from run to run, or clear it',
    options: [{ name: 'clear', help: 'remove everything that is kept' }],
  },
  {
    name: 'facts',
    usage: 'authlint facts --out <folder> [paths…]',
    about: 'write what the sources say into a folder, for a build cache to hand on',
    options: [
      { name: 'out', value: '<folder>', help: 'where; one file in it is replaced' },
      { name: 'config', value: '<file>', help: 'read this configuration file instead of the nearest one' },
      { name: 'no-config', help: 'ignore configuration files' },
    ],
  },
  {
    name: 'explain',
    usage: 'authlint explain <rule | "METHOD /path"> [paths…]',
    about: `print a rule's page, or one route's pipeline step by step`,
    options: SHARED,
  },
];

const GLOBAL: readonly OptionSpec[] = [
  { name: 'help', help: 'show this help' },
  { name: 'version', help: 'show the version' },
];

export function parseArguments(argv: readonly string[]): Arguments {
  const specs = new Map(
    [...COMMANDS.flatMap((command) => command.options), ...GLOBAL].map((spec) => [spec.name, spec]),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: {
      ...Object.fromEntries(
        [...specs].map(([name, spec]) => [name, { type: spec.value ? 'string' : 'boolean' } as const]),
      ),
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const named = COMMANDS.find((command) => command.name === positionals[0]);
  const command = named ?? COMMANDS[0]!;
  const own = [...command.options, ...GLOBAL];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const spec = own.find((one) => one.name === token.name);
    if (!spec) throw unknownOption(token.rawName, command, specs.get(token.name), own);
    const value = checkedValue(spec, token.value, token.inlineValue ?? false);
    const before = values.get(spec.name) ?? [];
    values.set(spec.name, spec.repeatable ? [...before, value] : [value]);
  }
  return { command: command.name, positionals: named ? positionals.slice(1) : positionals, values };
}

function unknownOption(
  raw: string,
  command: CommandSpec,
  elsewhere: OptionSpec | undefined,
  own: readonly OptionSpec[],
): UsageError {
  const owners = COMMANDS.filter(({ options }) => options.some(({ name }) => name === elsewhere?.name));
  if (owners.length > 0) {
    const names = owners.map(({ name }) => `'authlint ${name}'`);
    const last = names.length > 1 ? ` and ${names.pop()}` : '';
    return new UsageError(`'${raw}' is an option of ${names.join(', ')}${last}, not of 'authlint ${command.name}'`);
  }
  return new UsageError(
    `unknown option '${raw}'`,
    raw,
    own.map((spec) => `--${spec.name}`),
  );
}

function checkedValue(spec: OptionSpec, value: string | undefined, inline: boolean): string {
  if (!spec.value) {
    if (value === undefined) return '';
    throw new UsageError(`'--${spec.name}' takes no value`);
  }
  const choices = spec.choices ? `: ${spec.choices.join(', ')}` : '';
  if (value === undefined || (!inline && /^-./.test(value)))
    throw new UsageError(`'--${spec.name}' needs a value${choices}`);
  const word = spec.intoFile ? value.split('=')[0]! : value;
  if (spec.choices && !spec.choices.includes(word)) {
    throw new UsageError(`'--${spec.name}' cannot be '${word}', only ${spec.choices.join(', ')}`, word, spec.choices);
  }
  return value;
}

export function helpText(name: string | null): string {
  const command = COMMANDS.find((one) => one.name === name);
  if (command) return `${command.usage}\n  ${command.about}\n\n${optionLines([...command.options, ...GLOBAL])}\n`;
  const usages = COMMANDS.map((one) => `  ${one.usage.padEnd(52)}${one.about}`);
  return [
    'authlint lints authentication pipelines: which routes are guarded, by what, in which order, and why.',
    '',
    ...usages,
    '',
    optionLines([...COMMANDS[0]!.options, ...GLOBAL]),
    '',
    `'authlint <command> --help' shows the options of a command.`,
    'Exit codes: 0 clean, 1 findings, 2 wrong use or configuration, 3 nothing was analysed.',
    '',
  ].join('\n');
}

function optionLines(options: readonly OptionSpec[]): string {
  return options
    .map((spec) => `  ${`--${spec.name}${spec.value ? ` ${spec.value}` : ''}`.padEnd(24)}${spec.help}`)
    .join('\n');
}
