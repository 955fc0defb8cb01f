import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  agent,
  compact,
  findingsJson,
  github,
  gitlab,
  junit,
  type Look,
  markdown,
  pretty,
  type Selection,
  sarif,
} from '#report';
import { allRules, isNothing, type LintResult, writeWhole } from '#session';
import { type Io, wantsColor, widthOf } from './io.ts';
import { type Arguments, UsageError } from './usage.ts';

/** Where the reports of one run go: one to standard output, any number into files. */
export interface Targets {
  readonly stdout: string;
  readonly files: ReadonlyMap<string, string>;
}

/** `--format github --format sarif=out.sarif`. Without one for standard output, people get the one for people. */
export function targetsOf(values: Arguments['values']): Targets {
  const files = new Map<string, string>();
  let stdout: string | null = null;
  for (const value of values.get('format') ?? []) {
    const [, format = value, file] = /^([^=]*)=(.*)$/s.exec(value) ?? [];
    if (file === undefined) {
      if (stdout !== null && stdout !== format) {
        throw new UsageError(
          `'${stdout}' and '${format}' cannot both go to standard output; write one into a file: '--format ${format}=<file>'`,
        );
      }
      stdout = format;
      continue;
    }
    if (file === '') throw new UsageError(`'--format ${value}' names no file`);
    if (files.has(file)) throw new UsageError(`two formats go into the same file: ${file}`);
    files.set(file, format);
  }
  return { stdout: stdout ?? 'pretty', files };
}

export interface Run {
  readonly result: LintResult;
  readonly args: Arguments;
  readonly selection: Selection;
  readonly io: Io;
  readonly version: string;
}

/**
 * Files first: when one cannot be written, nothing pretends that all went well. A run that saw nothing writes none, because
 * a server that is handed an empty report calls everything fixed.
 */
export function writeReports(targets: Targets, run: Run): void {
  const { args, io, result } = run;
  for (const [file, format] of isNothing(result) || result.missing.length > 0 ? [] : targets.files) {
    writeWhole(resolve(io.cwd, file), print(format, run, { color: false, width: null }), file);
  }
  io.stdout.write(print(targets.stdout, run, { color: wantsColor(args.values, io), width: widthOf(io) }));
}

function print(format: string, { result, args, selection, io, version }: Run, look: Look): string {
  switch (format) {
    case 'json':
      return findingsJson(result, { ...selection, version });
    case 'sarif': {
      const suppressed = !args.values.has('no-suppressed');
      const pages = (rule: string) => pageOf(rule, io);
      return sarif(result, { ...selection, version, rules: allRules, pageOf: pages, suppressed });
    }
    case 'github':
      return github(result, selection);
    case 'gitlab':
      return gitlab(result, selection);
    case 'junit':
      return junit(result, selection);
    case 'markdown':
      return markdown(result, selection);
    case 'agent':
      return agent(result, selection);
    case 'compact':
      return compact(result, { ...selection, ...look });
    default:
      return pretty(result, { ...selection, ...look });
  }
}

/** Suppressions are judged without a rule file, hence without a page. */
function pageOf(rule: string, { root }: Io): string | null {
  try {
    const page = readFileSync(new URL(`rules/${rule}.md`, root), 'utf8');
    return page.replace(/<!--[\s\S]*?-->\n?/g, '');
  } catch {
    return null;
  }
}
