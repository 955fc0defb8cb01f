import { type Place, sameStart } from '#text';
import type { Condition, Confidence } from './nouns/certainty.ts';
import type { Model } from './nouns/model.ts';
import type { Scheme, SchemeKind, SchemeUse } from './nouns/schemes.ts';

/** Kinds of credentials that come with every single request, so that nothing has to be remembered between two of them. */
const stateless: readonly SchemeKind[] = ['jwt', 'bearer', 'basic', 'api-key'];

export function isStateless(scheme: Scheme): boolean {
  return stateless.includes(scheme.kind);
}

/** The schemes among which a use looks up its names. */
export function schemesFor(model: Model, use: SchemeUse): readonly Scheme[] {
  return model.schemes.filter((scheme) => scheme.registry === use.registry);
}

/** The scheme that a name means; the last one registered wins. */
export function schemeNamed(model: Model, use: SchemeUse, name: string): Scheme | null {
  return schemesFor(model, use).findLast((scheme) => scheme.name === name) ?? null;
}

export interface UnusedScheme {
  readonly scheme: Scheme;
  readonly name: string;
  /** The names that are asked for instead. */
  readonly asked: readonly string[];
  readonly confidence: Confidence;
}

/** Schemes that nothing asks for, where all places that ask could be read. */
export function* unusedSchemes(model: Model): Generator<UnusedScheme> {
  for (const scheme of model.schemes) {
    const { name } = scheme;
    const uses = model.schemeUses.filter((use) => use.registry === scheme.registry);
    const asked = uses.flatMap((use) => use.names);
    if (name === null || scheme.kind === 'anonymous' || asked.includes(null) || asked.includes(name)) continue;
    const isComplete = uses.length > 0 && uses.every((use) => use.registryComplete);
    const names = asked.filter((one) => one !== null);
    yield { scheme, name, asked: [...new Set(names)], confidence: isComplete ? 'high' : 'low' };
  }
}

export interface UnserializedPrincipal {
  /** The login. */
  readonly at: Place;
  /** The schemes that it names. */
  readonly names: readonly (string | null)[];
  readonly direction: 'serialize' | 'deserialize';
  readonly confidence: Confidence;
}

/** Logins that keep their principal in a session of which nothing says how; one finding for a registry. */
export function* unserializedPrincipals(model: Model): Generator<UnserializedPrincipal> {
  if (!keepsSessions(model)) return;
  const registries = new Set(model.schemeUses.map((use) => use.registry));
  for (const registry of registries) {
    const uses = model.schemeUses.filter((one) => one.registry === registry);
    const byHand = registries.size === 1 ? model.steps.find((step) => step.logsIn) : undefined;
    const login = uses.find((one) => isKeptLogin(model, one)) ?? (byHand && { at: byHand.at, names: [] });
    if (!login) continue;
    const confidence = uses.every((one) => one.registryComplete) ? 'high' : 'low';
    for (const direction of ['serialize', 'deserialize'] as const) {
      if (model.storages.some((one) => one.registry === registry && one.direction === direction)) continue;
      yield { at: login.at, names: login.names, direction, confidence };
      break;
    }
  }
}

/** Token schemes that keep a session are another mistake. */
function isKeptLogin(model: Model, use: SchemeUse): boolean {
  if (use.session !== 'kept' || use.names.length === 0) return false;
  return use.names.every((name) => {
    const scheme = name === null ? null : schemeNamed(model, use, name);
    return scheme !== null && !isStateless(scheme) && scheme.kind !== 'anonymous' && scheme.kind !== 'unknown';
  });
}

/** Whether anything installed gives requests a session. */
export function keepsSessions(model: Model): boolean {
  return model.steps.some((step) => step.provides.includes('session'));
}

const shownNames = 4;

/** `"jwt", "local" and 3 more`. */
export function listedNames(names: readonly string[]): string {
  const all = [...new Set(names)].sort().map((name) => `"${name}"`);
  const quoted = all.length > shownNames ? [...all.slice(0, shownNames), `${all.length - shownNames} more`] : all;
  return quoted.length < 2 ? quoted.join() : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}

export interface ReplacedScheme {
  readonly name: string;
  readonly earlier: Scheme;
  readonly later: Scheme;
  readonly confidence: Confidence;
}

/**
 * Schemes whose name another one of the same registry had before, unless that is meant: one in each branch of a test, or a
 * stand-in for some stage only. The same line run twice replaces a scheme by itself. Where several servers stand side by
 * side, each may have a registry of its own at run time.
 */
export function* replacedSchemes(model: Model): Generator<ReplacedScheme> {
  const servers = model.apps.filter((app) => !app.detached).length;
  const inOrder = [...model.schemes].sort((a, b) => a.order - b.order);
  for (const [index, later] of inOrder.entries()) {
    const { name } = later;
    if (name === null) continue;
    const earlier = inOrder
      .slice(0, index)
      .findLast(
        (one) => one.name === name && one.registry === later.registry && !exclusive(one.conditions, later.conditions),
      );
    if (!earlier || sameStart(earlier.at, later.at) || isStandIn(earlier) || isStandIn(later)) continue;
    const certain = servers < 2 && together(earlier.conditions, later.conditions);
    yield { name, earlier, later, confidence: certain ? 'high' : 'medium' };
  }
}

function isStandIn(scheme: Scheme): boolean {
  return scheme.conditions.some(({ kind }) => kind === 'development' || kind === 'production');
}

/** Never both: one in each branch of the same test. */
function exclusive(a: readonly Condition[], b: readonly Condition[]): boolean {
  return a.some((one) => b.some((other) => sameTest(one, other) && one.holds !== other.holds));
}

/** Always both or neither: the same branches. */
function together(a: readonly Condition[], b: readonly Condition[]): boolean {
  const within = (some: readonly Condition[], all: readonly Condition[]) =>
    some.every((one) => all.some((other) => sameTest(one, other) && one.holds === other.holds));
  return within(a, b) && within(b, a);
}

function sameTest(a: Condition, b: Condition): boolean {
  return a.at.file === b.at.file && a.at.start === b.at.start;
}
