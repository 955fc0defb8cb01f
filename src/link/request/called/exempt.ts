import type { StepKnowledge } from '#catalog';
import { listOf, type MadeValue, propertyOf, stringOf, type Value } from '#frameworks';
import type { Exemption } from '#model';
import type { Place } from '#text';
import { testPattern } from '../../values/regex.ts';
import type { Situation } from '../brought/situation.ts';
import type { PathTest } from '../noted/uses.ts';
import type { Trial } from '../paths/trial.ts';

/** One entry of `.unless({ path: […], method: […] })`. */
export interface UnlessEntry {
  readonly text: string;
  readonly at: Place;
  readonly match: Exemption['match'];
  /** Whether it frees a request; null when that is not known. */
  frees(situation: Situation): boolean | null;
}

/**
 * express-unless: strings equal the pathname of the original URL exactly, case and trailing slash included; regular
 * expressions are tested on it, unanchored; `{ url, methods }` restricts by method. Proof: 07-express-auth-packages (EJ06).
 */
export function unlessEntries(
  step: Pick<MadeValue, 'modifiers'>,
  semantics: NonNullable<StepKnowledge['unless']>['semantics'] = 'express-unless',
): UnlessEntry[] {
  return step.modifiers.flatMap(({ args, at }) => {
    const [options] = args;
    if (options?.t !== 'object') return [{ text: 'a condition', at, match: 'other' as const, frees: () => null }];
    const entries: UnlessEntry[] = [];
    const paths = options.properties.get('path');
    for (const path of listOf(paths))
      entries.push(
        path.t === 'object' && semantics === 'koa-unless'
          ? noEntry(path, at)
          : pathEntry(path, at, options.properties.get('useOriginalUrl')),
      );
    if (paths?.t === 'array' && paths.open) entries.push({ text: 'a path', at, match: 'other', frees: () => null });
    const methods = options.properties.get('method');
    const names = listOf(methods);
    for (const name of names) {
      const text = stringOf(name) ?? '';
      entries.push({ text, at, match: 'other', frees: (situation) => situation.method === text.toUpperCase() });
    }
    const extensions = options.properties.get('ext');
    for (const one of listOf(extensions)) entries.push(extensionEntry(one, at));
    if (options.properties.has('custom')) entries.push({ text: 'a condition', at, match: 'other', frees: () => null });
    return entries;
  });
}

/** koa-unless looks at strings and regular expressions alone: https://github.com/Foxandxss/koa-unless#current-options */
function noEntry(path: Value, at: Place): UnlessEntry {
  const url = stringOf(propertyOf(path, 'url'));
  return { text: url === null ? 'an object' : `{ url: '${url}' }`, at, match: 'other', frees: () => false };
}

function extensionEntry(value: Value, at: Place): UnlessEntry {
  const text = stringOf(value);
  const frees = (situation: Situation) => (text === null || situation.anyPath ? null : situation.path.endsWith(text));
  return { text: text ?? 'an extension', at, match: 'suffix', frees };
}

function pathEntry(path: Value, at: Place, useOriginalUrl: Value | undefined): UnlessEntry {
  const below = useOriginalUrl?.t === 'primitive' && useOriginalUrl.value === false;
  const pathOf = (situation: Situation) =>
    below ? situation.path.slice(situation.base.length) || '/' : situation.path;
  if (path.t === 'primitive' && typeof path.value === 'string') {
    const text = path.value;
    return {
      text,
      at: path.at ?? at,
      match: 'equals',
      frees: (situation) => (situation.anyPath ? null : pathOf(situation) === text),
    };
  }
  if (path.t === 'regex') {
    return {
      text: `/${path.source}/${path.flags}`,
      at: path.at ?? at,
      match: 'pattern',
      frees: (situation) => (situation.anyPath ? null : testPattern(path, pathOf(situation))),
    };
  }
  const url = path.t === 'object' ? path.properties.get('url') : undefined;
  if (url && path.t === 'object') {
    const inner = pathEntry(url, at, useOriginalUrl);
    const methods = path.properties.get('methods') ?? path.properties.get('method');
    const names = methods?.t === 'array' ? methods.items.map((item) => stringOf(item)?.toUpperCase()) : null;
    return {
      ...inner,
      frees: (situation) => (names && !names.includes(situation.method) ? false : inner.frees(situation)),
    };
  }
  return { text: 'a path', at, match: 'other', frees: () => null };
}

/** What an entry asks of the path. */
export function testsOf({ match, text, at }: UnlessEntry, holds: boolean): PathTest[] {
  return match === 'other' ? [] : [{ match, text, at, holds }];
}

/** Whether a known step lets this request pass by an exemption. */
export function isExempt(trial: Trial, step: MadeValue, { unless }: StepKnowledge): boolean {
  const entries = unlessEntries(step, unless?.semantics);
  if (entries.length === 0) return false;
  trial.uses.location = true;
  trial.uses.method = true;
  if (trial.situation.anyPath) return false;
  let free = false;
  for (const entry of entries) {
    const answer = entry.frees(trial.situation);
    if (answer === null) return trial.choose(2, 'server') === 1;
    trial.uses.pathTests.push(...testsOf(entry, answer));
    free ||= answer;
  }
  return free;
}
