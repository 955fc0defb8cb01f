import manifest from '../../package.json' with { type: 'json' };
import type { Io } from './io.ts';
import type { Arguments } from './usage.ts';

const FAILURE = 2;
/** What shells make of an interrupt. */
const INTERRUPTED = 130;

/** Everything else is loaded only when it is needed: the version costs hardly more than an empty process. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const { helpText, parseArguments } = await import('./usage.ts');
    const args = parseArguments(argv);
    if (args.values.has('help')) return print(io, helpText(argv.includes(args.command) ? args.command : null));
    if (args.values.has('version')) return print(io, `${manifest.version}\n`);
    return await run(args, io);
  } catch (error) {
    return await report(error, io);
  }
}

/** For `bin/authlint.js`. Sets the exit code instead of exiting, so that nothing written to a pipe is cut off. */
export async function start(root: URL): Promise<void> {
  const { env, stdout, stderr } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // The reader of the pipe has seen enough (`| head`).
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      // What is only half there must not look like what was found.
      if (stream === stdout) stderr.write(`authlint: cannot write the output: ${error.message}\n`);
      process.exit(FAILURE);
    });
  }
  // To ask for the input is to open it.
  const isAttended = stdout.isTTY === true && process.stdin.isTTY === true;
  const world = { cwd: process.cwd(), env, root, stdout, stderr };
  process.exitCode = await main(process.argv.slice(2), isAttended ? { ...world, ask } : world);
}

/** The end of the input (Ctrl-D) is no consent, and an interrupt (Ctrl-C) ends everything: what was written so far is whole. */
async function ask(question: string): Promise<string> {
  // Not imported: where Node runs compiled code, it warns of every import.
  const { createInterface } = process.getBuiltinModule('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  lines.once('SIGINT', () => {
    lines.close();
    process.stdout.write('\n');
    process.exit(INTERRUPTED);
  });
  try {
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('skip')));
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
}

function print(io: Io, text: string): number {
  io.stdout.write(text);
  return 0;
}

async function run(args: Arguments, io: Io): Promise<number> {
  if (args.command === 'routes') return (await import('./routes.ts')).routes(args, io);
  if (args.command === 'init') return (await import('./init.ts')).init(args, io, main);
  if (args.command === 'diff') return (await import('./diff.ts')).diff(args, io);
  if (args.command === 'baseline') return (await import('./baseline.ts')).baseline(args, io);
  if (args.command === 'surface') return (await import('./surface.ts')).surface(args, io);
  if (args.command === 'facts') return (await import('./facts.ts')).facts(args, io);
  if (args.command === 'cache') return (await import('./cache.ts')).cache(args, io);
  if (args.command === 'explain') return (await import('./explain.ts')).explain(args, io);
  return (await import('./check.ts')).check(args, io, manifest.version);
}

/** By name, so that the classes need not be loaded. Their message says all there is to say. */
const EXPECTED: ReadonlySet<string> = new Set(['ConfigError', 'WriteError', 'BaselineError', 'SnapshotError']);

async function report(error: unknown, io: Io): Promise<number> {
  const { commandless, safe } = await import('#report');
  const { UsageError } = await import('./usage.ts');
  const say = (line: string) => io.stderr.write(commandless(`${safe(line)}\n`));
  if (error instanceof UsageError) {
    const { didYouMean } = await import('#text');
    say(`authlint: ${error.message}${error.word ? didYouMean(error.word, error.candidates) : ''}`);
    return FAILURE;
  }
  if (error instanceof Error && EXPECTED.has(error.name)) {
    say(`authlint: ${error.message}`);
    return FAILURE;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const whose = `This is a bug in authlint ${manifest.version}, not in your code`;
  say(`authlint: internal error. ${whose}; please report it with the lines below.`);
  for (const line of stack.split('\n').slice(0, 8)) say(`  ${line.trim()}`);
  return FAILURE;
}
