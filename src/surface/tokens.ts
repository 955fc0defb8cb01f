import type { Model, Route, TokenUse } from '#model';
import { stepOf } from '#model';
import type { Place } from '#text';
import { algorithmsIn, quoted } from './demands.ts';
import { code, type Reason, textAt, type Version } from './guards.ts';

/** A verification whose settings changed. */
export interface TokenChange {
  readonly token: TokenUse;
  readonly reasons: readonly Reason[];
}

/** Every verification of tokens is found again and its settings are compared. */
export function tokenChanges(before: Version, after: Version): TokenChange[] {
  const old = verifications(before.model);
  const used = new Set<TokenUse>();
  const find = (test: (one: TokenUse) => boolean) => old.find((one) => !used.has(one) && test(one));
  const now = verifications(after.model);
  const matched = new Map<TokenUse, TokenUse>();
  const tests: readonly ((token: TokenUse, one: TokenUse) => boolean)[] = [
    (token, one) => one.at.file === token.at.file && textAt(before, one.at) === textAt(after, token.at),
    (token, one) => textAt(before, one.at) === textAt(after, token.at),
    (token, one) => one.at.file === token.at.file,
    () => true,
  ];
  for (const test of tests) {
    for (const token of now) {
      const same = matched.has(token) ? undefined : find((one) => one.subject === token.subject && test(token, one));
      if (!same) continue;
      used.add(same);
      matched.set(token, same);
    }
  }
  return [...matched].flatMap(([token, same]) => {
    const reasons = settingReasons(before, same, after, token);
    return reasons.length > 0 ? [{ token, reasons }] : [];
  });
}

function verifications(model: Model): TokenUse[] {
  return model.tokens.filter((token) => token.kind === 'verify');
}

function settingReasons(before: Version, old: TokenUse, after: Version, token: TokenUse): Reason[] {
  const reasons: Reason[] = [];
  const had = new Set(old.settings.map((setting) => setting.kind));
  const has = new Set(token.settings.map((setting) => setting.kind));
  for (const setting of token.settings) {
    if (had.has(setting.kind)) continue;
    const text = `${code(token.subject)}: ${setting.consequence}`;
    reasons.push({ effect: 'weaker', text, side: 'after', at: setting.at });
  }
  for (const setting of old.settings) {
    if (has.has(setting.kind)) continue;
    const text = `${code(token.subject)}: no longer so that ${setting.consequence}`;
    reasons.push({ effect: 'stronger', text, side: 'after', at: token.at });
  }
  const accepted = algorithmsIn(textAt(before, old.at) ?? '');
  const accepts = algorithmsIn(textAt(after, token.at) ?? '');
  // A list that is gone may stand in a constant now; where none is left at all, `missing-algorithms` says so.
  if (accepted.size === 0 || accepts.size === 0) return reasons;
  const more = [...accepts].filter((one) => !accepted.has(one));
  const less = [...accepted].filter((one) => !accepts.has(one));
  const at = token.at;
  if (more.length > 0 && less.length === 0)
    reasons.push({
      effect: 'weaker',
      text: `${code(token.subject)} now accepts ${quoted(more)}, too`,
      side: 'after',
      at,
    });
  else if (less.length > 0 && more.length === 0)
    reasons.push({
      effect: 'stronger',
      text: `${code(token.subject)} no longer accepts ${quoted(less)}`,
      side: 'after',
      at,
    });
  return reasons;
}

/** Whether the route's guards verify with it: it stands in their body or in the scheme that they ask for. */
export function servesRoute(version: Version, token: TokenUse, route: Route): boolean {
  const { model } = version;
  const isAround = (place: Place | null) => place !== null && contains(place, token.at);
  return (
    route.chain.some((link) => {
      const step = stepOf(model, link.step);
      return isAround(step.definedAt) || isAround(step.at);
    }) ||
    model.schemes.some((scheme) => scheme.name !== null && route.schemes.includes(scheme.name) && isAround(scheme.at))
  );
}

function contains(outer: Place, inner: Place): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}
