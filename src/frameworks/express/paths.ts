import legacy, { type LegacyKey } from 'path-to-regexp-0.1';
import type { PathPattern } from '#model';
import type { Place } from '#text';
import type { Site, SiteArgument } from '../adapter.ts';
import { legacySamples, modernRegex, modernSamples, regexPattern } from '../path-syntax.ts';
import { headOf, leavesOf } from '../plain-values.ts';
import type { Value } from '../values.ts';

export interface PathOptions {
  readonly major: number | null;
  readonly sensitive: boolean;
  readonly strict: boolean;
  /** `use` matches a prefix, everything else the whole path. */
  readonly prefix: boolean;
  /** How a part is spelled that is not known; without it such paths are not compared with others. */
  readonly letters?: (value: Value) => string;
}

/**
 * What Express would make of a path argument, by its own matcher: path-to-regexp 0.1 for Express 4, 8 for Express 5.
 * Proof: 01-express-routing (R02 to R06l, R25, R28, R29).
 */
export function pathPattern(value: Value, at: Place, options: PathOptions): PathPattern {
  if (value.t === 'primitive' && typeof value.value === 'string')
    return stringPattern(value.value, value.at ?? at, options);
  if (value.t === 'regex') {
    const pattern = regexPattern(value.source, value.flags, at, options.prefix);
    // `trim_prefix` of router/index.js.
    return options.prefix ? { ...pattern, followedBy: options.major === 4 ? '/.' : '/' } : pattern;
  }
  const parts = value.t === 'text' ? value.parts : [value];
  const isAlone = value.t !== 'text' && !isRead(value);
  const text = isAlone ? '<unknown>' : rooted(parts.map((part) => (typeof part === 'string' ? part : '<unknown>')));
  const { letters } = options;
  if (!letters || isAlone) return { text, kind: 'unknown', regex: null, defect: null, samples: [], at };
  const spelt = rooted(parts.map((part) => (typeof part === 'string' ? part : letters(part))));
  return { ...stringPattern(spelt, at, options), text, head: headOf(spelt), defect: null };
}

/** Whether it is read from where its value stands: what a call gives may be another one each time. */
function isRead(value: Value): boolean {
  return value.t === 'unknown' || value.t === 'environment' || value.t === 'choice';
}

function rooted(parts: readonly string[]): string {
  const text = parts.join('');
  return text.startsWith('/') ? text : `/${text}`;
}

export function everything(at: Place): PathPattern {
  return { text: '/', kind: 'all', regex: null, defect: null, samples: ['/'], at };
}

function stringPattern(text: string, at: Place, options: PathOptions): PathPattern {
  if (options.prefix && (text === '/' || text === '')) return everything(at);
  const kind = options.prefix ? 'prefix' : 'exact';
  const missingSlash = text !== '' && !text.startsWith('/') && !text.startsWith('*') && !text.startsWith('(');
  if (missingSlash) {
    const reason = 'a path without a leading slash never matches a request';
    return {
      text,
      kind,
      regex: { source: '(?!)', flags: '' },
      defect: { kind: 'dead', reason, suggestion: `/${text}` },
      samples: [`/${text}`],
      at,
    };
  }
  return options.major === 4 || (options.major === null && isLegacySyntax(text))
    ? legacyPattern(text, at, kind, options)
    : modernPattern(text, at, kind, options);
}

/** With no version known, a path is read in the syntax that it is written in. */
function isLegacySyntax(text: string): boolean {
  return /\*(?![A-Za-z_"])|\?|\(|\+/.test(text);
}

function legacyPattern(text: string, at: Place, kind: 'prefix' | 'exact', options: PathOptions): PathPattern {
  let regex: RegExp;
  const keys: LegacyKey[] = [];
  try {
    regex = legacy(text, keys, {
      end: kind === 'exact',
      sensitive: options.sensitive,
      strict: kind === 'exact' && options.strict,
    });
  } catch (error) {
    return throwing(text, at, kind, String((error as Error).message), null);
  }
  const samples = legacySamples(text);
  const foreign = /\{[/*:]|\*[A-Za-z_]\w*/.test(text);
  const defect = foreign
    ? ({
        kind: 'dead',
        reason: 'Express 4 accepts this Express 5 wildcard and matches no useful path with it',
        suggestion: text.replace(/\{?\/?\*\w+\}?/, '/*'),
      } as const)
    : null;
  return {
    text,
    kind,
    regex: { source: regex.source, flags: regex.flags },
    parameters: keys.map(({ name }) => String(name)),
    defect,
    samples: foreign ? modernSamples(text) : samples,
    at,
  };
}

function modernPattern(text: string, at: Place, kind: 'prefix' | 'exact', options: PathOptions): PathPattern {
  // Express 5 drops trailing slashes of mount paths (router/lib/layer.js, `loosen`).
  const path = (kind === 'prefix' || !options.strict) && text.length > 1 ? text.replace(/\/+$/, '') : text;
  try {
    const { regex, parameters } = modernRegex(path, {
      sensitive: options.sensitive,
      end: kind === 'exact',
      trailing: kind === 'prefix' || !options.strict,
    });
    return {
      text,
      kind,
      regex,
      parameters,
      defect: null,
      samples: modernSamples(text),
      at,
    };
  } catch (error) {
    const reason =
      options.major === null ? 'this pattern is not valid' : 'Express 5 throws at start-up for this pattern';
    const detail = String((error as Error).message)
      .split(/[;:]\s|https?:/)[0]!
      .trim();
    return throwing(text, at, kind, detail ? `${reason} (${detail})` : reason, modernSpelling(text));
  }
}

function throwing(
  text: string,
  at: Place,
  kind: 'prefix' | 'exact',
  reason: string,
  suggestion: string | null,
): PathPattern {
  return {
    text,
    kind,
    regex: { source: '(?!)', flags: '' },
    defect: { kind: 'throws', reason, suggestion },
    samples: legacySamples(text),
    at,
  };
}

/** The Express 5 spelling of an Express 4 pattern, where there is an equal one. */
function modernSpelling(text: string): string | null {
  if (text === '*' || text === '/*' || text === '(.*)') return '/{*splat}';
  if (/^\/[\w/-]+\/\*$/.test(text)) return text.replace(/\/\*$/, '{/*splat}');
  const optional = text.replace(/\/:(\w+)\?/g, '{/:$1}');
  return optional !== text && !/[*+()?]/.test(optional) ? optional : null;
}

/** What `use([path,] ...steps)` installs, and where; a path may be an array of paths (R11). */
export function placed(
  site: Site,
  args: readonly SiteArgument[],
  patternOf: (path: SiteArgument) => PathPattern,
): { at: PathPattern; steps: readonly SiteArgument[] }[] {
  const [first, ...rest] = args;
  if (!first) return [];
  const hasPath = isPath(site, first.value, rest.length > 0);
  if (hasPath === false) return [{ at: everything(site.at), steps: args }];
  if (hasPath === null) {
    site.gap('whether this is a path or a step is not known, nor where what follows it stands', first.at);
    return [
      { at: everything(site.at), steps: [first] },
      { at: { ...everything(first.at), kind: 'unknown' }, steps: rest },
    ];
  }
  // Of several paths it stands on one only.
  const paths = first.value.t === 'choice' ? [first] : pathsOf(first);
  return paths.map((path) => ({ at: patternOf(path), steps: rest }));
}

/**
 * Express takes the first argument for a path unless it is a function, or an array that begins with one; null where a package has
 * given it that may give either.
 */
function isPath(site: Site, value: Value, followed: boolean): boolean | null {
  switch (value.t) {
    case 'primitive':
      return typeof value.value === 'string';
    case 'text':
    case 'regex':
    case 'environment':
      return true;
    case 'array':
      return value.items.length > 0 && isPath(site, value.items[0]!, followed);
    case 'unknown':
      return followed;
    case 'choice':
      return isPathChoice(site, leavesOf(value), followed);
    case 'library':
    case 'made':
      return followed ? ofPackage[site.gives(value)] : false;
    default:
      return false;
  }
}

/** `config.load().base || ''`: one of them is a path, and none is a step. */
function isPathChoice(site: Site, leaves: readonly Value[], followed: boolean): boolean {
  const isStep = ({ t }: Value) => t === 'function' || t === 'native' || t === 'class' || t === 'scope';
  return followed && leaves.some((one) => isPath(site, one, false)) && !leaves.some(isStep);
}

const ofPackage = { step: false, text: true, unknown: null } as const;

export function pathsOf(path: SiteArgument): SiteArgument[] {
  if (path.value.t === 'array') return path.value.items.flatMap((value) => pathsOf({ ...path, value }));
  const leaves = leavesOf(path.value);
  if (path.value.t === 'choice' && leaves.every((one) => one.t === 'primitive' || one.t === 'regex'))
    return leaves.map((value) => ({ ...path, value }));
  return [path];
}
