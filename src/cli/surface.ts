import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { surfaceDifference, surfaceWritten } from '#report';
import { EXIT, isNothing, loadModel, writeWhole } from '#session';
import { compareLock, isSame, LOCK_FILE, parseLock, printLock, type SurfaceRoute, surfaceOf } from '#surface';
import { type Io, wantsColor, widthOf } from './io.ts';
import { complain, loadOptions, tellUnseen } from './load.ts';
import { type Arguments, UsageError } from './usage.ts';

export async function surface(args: Arguments, io: Io): Promise<number> {
  const { values, positionals } = args;
  if (values.has('write') && values.has('check'))
    throw new UsageError(`'--write' and '--check' contradict each other; use one of them`);
  const file = values.get('lock')?.[0] ?? LOCK_FILE;
  // Before the analysis, so that a typing mistake costs no waiting.
  const locked = values.has('check') ? readLock(io.cwd, file) : null;
  const { done, ...options } = loadOptions(args, io, positionals);
  const result = await loadModel(options);
  done();
  complain(result, args, positionals, io);
  if (result.missing.length > 0) return EXIT.failure;
  // A lock without a line would make every later check pass.
  if (isNothing(result)) return EXIT.nothing;
  tellUnseen(result, args, io);
  const look = { color: wantsColor(values, io), width: widthOf(io) };
  const routes = surfaceOf(result.model, result.appOf);
  if (locked) {
    const difference = compareLock(locked, routes);
    if (isSame(difference)) return EXIT.clean;
    io.stdout.write(surfaceDifference(result, file, difference, { color: wantsColor(values, io), width: widthOf(io) }));
    return EXIT.findings;
  }
  if (values.has('write')) {
    writeWhole(resolve(io.cwd, file), printLock(routes), file);
    io.stdout.write(surfaceWritten(result, file, look));
  } else io.stdout.write(printLock(routes));
  return EXIT.clean;
}

function readLock(cwd: string, file: string): readonly SurfaceRoute[] {
  const parsed = parseLock(textOf(cwd, file));
  if (parsed.ok) return parsed.routes;
  throw new UsageError(
    `${file}:${parsed.line}: ${parsed.reason}; if the routes are as they should be, write it anew with 'authlint surface --write'`,
  );
}

function textOf(cwd: string, file: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT')
      throw new UsageError(`there is no ${file} to check; write it with 'authlint surface --write' and commit it`);
    throw new UsageError(`${file} cannot be read (${code})`);
  }
}
