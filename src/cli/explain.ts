import { readFile } from 'node:fs/promises';
import { alsoMatching, explainRoute, explainRule, type Look, matchRoutes, suggestRoutes } from '#report';
import { allRules, EXIT, isNothing, loadModel } from '#session';
import { type Io, wantsColor, widthOf } from './io.ts';
import { complain, loadOptions, tellUnseen } from './load.ts';
import { type Arguments, UsageError } from './usage.ts';

export async function explain(args: Arguments, io: Io): Promise<number> {
  const [first, ...rest] = args.positionals;
  if (first === undefined) {
    throw new UsageError(
      `what shall be explained? Give a rule ('authlint explain late-authentication') or a route ('authlint explain "GET /path"')`,
    );
  }
  const look: Look = { color: wantsColor(args.values, io), width: widthOf(io) };
  const route = asRoute(first, rest);
  return route ? await oneRoute(route, args, io, look) : await oneRule(first, io, look);
}

interface Question {
  readonly method: string | null;
  readonly path: string;
  readonly paths: readonly string[];
}

/** Routes of other transports than HTTP have names in the place of paths. */
const operations = /^(query|mutation|subscription|ws|rpc|event)$/i;

/** `"GET /path"` and `"QUERY users"`, both also without quotes, and `/path` for any method. */
function asRoute(first: string, rest: readonly string[]): Question | null {
  const [second, ...others] = rest;
  if (first.startsWith('/')) return { method: null, path: first, paths: rest };
  const quoted = /^([a-z]+)\s+(\S.*)$/i.exec(first);
  if (quoted) return { method: quoted[1]!.toUpperCase(), path: quoted[2]!, paths: rest };
  if (second !== undefined && (operations.test(first) || (/^[a-z]+$/i.test(first) && second.startsWith('/'))))
    return { method: first.toUpperCase(), path: second, paths: others };
  return null;
}

async function oneRule(id: string, io: Io, look: Look): Promise<number> {
  const rule = allRules.find((one) => one.id === id);
  if (!rule) {
    const known = allRules.map((one) => one.id);
    throw new UsageError(`unknown rule '${id}'`, id, known);
  }
  // Suppressions are judged without a rule file, hence without a page.
  const brief = `# ${id}\n\n${rule.summary}\n\n${rule.remedy}\n`;
  const page = await readFile(new URL(`rules/${id}.md`, io.root), 'utf8').catch(() => brief);
  io.stdout.write(explainRule(page, look));
  return EXIT.clean;
}

async function oneRoute({ method, path, paths }: Question, args: Arguments, io: Io, look: Look): Promise<number> {
  const { done, ...options } = loadOptions(args, io, paths);
  const result = await loadModel(options);
  done();
  complain(result, args, paths, io);
  if (result.missing.length > 0) return EXIT.failure;
  if (isNothing(result)) return EXIT.nothing;
  tellUnseen(result, args, io);
  const [served, ...others] = matchRoutes(result.model, method, path);
  if (!served)
    throw new UsageError(`no route serves '${method ?? 'any method'} ${path}'${suggestRoutes(result.model, path)}`);
  io.stdout.write(explainRoute(result, served.route, look) + alsoMatching(others));
  return EXIT.clean;
}
