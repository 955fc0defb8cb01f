import type { Value } from '#frameworks';
import type { Caller } from '#model';
import { sameStart } from '#text';
import type { Path } from '../paths/explore.ts';
import type { CallerJudgement } from './judgement.ts';

/**
 * Rejections whose answer is the one that good callers get, `reply.code(401); return orders`, go on all the same; null where
 * there is none.
 */
export function servedAnyway(paths: readonly Path[], good: readonly Path[]): Path[] | null {
  const served = good.filter((path) => path.end === 'answers');
  const isServed = ({ end, status, body }: Path) =>
    end === 'rejects' && (status ?? 0) >= 300 && served.some((other) => isOne(body, other.body));
  if (!paths.some(isServed)) return null;
  return paths.map((path) => (isServed(path) ? { ...path, end: 'both' } : path));
}

/**
 * A good caller's redirect is the answer of a form handler, unless callers without credentials are sent there too. Where
 * whoever makes a credential up is sent as well, they pass.
 */
export function withRedirects(by: Record<Caller, CallerJudgement>): Record<Caller, CallerJudgement> {
  const { none, bad, good } = by;
  const rejections = new Set(none.exploration.paths.map((path) => path.trial.course.answer?.at.start));
  const answers = good.exploration.paths.flatMap(
    ({
      trial: {
        course: { answer },
      },
    }) => (answer?.isRedirect && !rejections.has(answer.at.start) ? [answer.at.start] : []),
  );
  if (good.outcome !== 'rejects' || answers.length === 0 || good.exploration.paths.some(saysWhereTo)) return by;
  const reached = bad.exploration.paths.some(
    ({
      trial: {
        course: { answer },
      },
    }) => answer && answers.includes(answer.at.start),
  );
  const passing = { outcome: 'answers' as const };
  return {
    ...by,
    bad: reached && bad.outcome === 'rejects' ? { ...bad, ...passing } : bad,
    good: { ...good, ...passing },
  };
}

/** `response.redirect(request.cookies.returnTo)`: an unverified cookie says where to go, and nothing of who calls. */
function saysWhereTo({ trial }: Path): boolean {
  const target =
    trial.course.answer?.isRedirect && trial.course.answer.body ? trial.resolve(trial.course.answer.body) : null;
  return (
    target?.t === 'credential' &&
    target.state === 'genuine' &&
    target.source.kind === 'cookie' &&
    trial.credentials.verifications.length === 0
  );
}

/** Whether two values were made at one place, from the same or in part from the same. */
function isOne(value: Value | null | undefined, other: Value | null | undefined): boolean {
  if (!value || !other) return false;
  if (value === other) return true;
  if (value.t === 'promise' && other.t === 'promise') return isOne(value.value, other.value);
  if (value.t === 'unknown' && other.t === 'unknown') return value.why === other.why && sameStart(value.at, other.at);
  if (value.t === 'primitive' && other.t === 'primitive')
    return value.value === other.value && value.value !== undefined && value.value !== null;
  if (value.t === 'text' && other.t === 'text')
    return (
      value.parts.length === other.parts.length &&
      value.parts.every(
        (part, index) => part === other.parts[index] || isOne(asValue(part), asValue(other.parts[index])),
      )
    );
  if (value.t === 'array' && other.t === 'array')
    return (
      sameStart(value.at, other.at) &&
      value.items.length === other.items.length &&
      value.items.every((item, index) => isOne(item, other.items[index]))
    );
  if (value.t !== 'object' || other.t !== 'object' || value.class !== other.class) return false;
  if (!sameStart(value.at, other.at)) return false;
  const alike = [...value.properties.values()].filter((property, index) =>
    isOne(property, [...other.properties.values()][index]),
  );
  // `{ user, orders }` serves the orders to nobody in particular.
  return alike.length === other.properties.size || alike.some(({ t }) => t !== 'primitive' && t !== 'text');
}

function asValue(part: string | Value | undefined): Value | null {
  return typeof part === 'object' ? part : null;
}
