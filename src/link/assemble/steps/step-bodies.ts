import { isStandIn } from '#catalog';
import type { Adapter, Value } from '#frameworks';
import type { Confidence, Flaw, Outcomes, Step } from '#model';
import type { Place } from '#text';
import type { StepRecord } from '../../installed/records.ts';
import { isErrorHandler } from '../../request/brought/situation.ts';
import type { Judgement } from '../../request/judged/judge.ts';
import { type Path, placeOfFunction } from '../../request/paths/explore.ts';
import { goesOn, stops } from '../../request/paths/outcome.ts';
import { blank, nameOf } from './step-names.ts';

/** Nothing but code that is not seen, which was given all of the request, has answered. */
function delegates({ trial }: Path): boolean {
  const { maybeAnswered, answer } = trial.course;
  const isHandedOn = trial.credentials.touched.some(({ kind, name }) => kind === 'client' && name === 'request');
  return maybeAnswered !== null && !answer && isHandedOn;
}

/** A hand-written step, from the judgement of its body. */
export function fromBody(
  record: StepRecord,
  judgement: Judgement,
  value: Value,
  adapter: Adapter,
  id: number,
  guardArity: boolean,
): Step {
  const { by } = judgement;
  const handlesErrors = isErrorHandler({ value, adapter, use: record.use });
  const flaws: Flaw[] = [...(handlesErrors ? [] : judgement.flaws)];
  if (guardArity)
    flaws.push({
      kind: 'guard-arity',
      at: definedAt(value) ?? record.at,
      subject: nameOf(record, null, null),
      consequence: 'four parameters make it an error handler, so it never runs',
      also: [],
    });
  if (judgement.forgeable && flaws.every(({ kind }) => kind === 'unset-secret') && looksOnly(judgement))
    flaws.push({
      kind: 'unverified-credential',
      at: definedAt(value) ?? record.at,
      subject: nameOf(record, null, null),
      consequence: 'that a credential is there is enough: a forged one passes',
      also: [],
    });
  if (returnsStep(judgement, record))
    flaws.push({
      kind: 'uninvoked',
      ...placeToCall(record, value, adapter),
      consequence:
        by.good.outcome === 'continues'
          ? 'it only returns a step, which never runs, and lets everyone continue'
          : `it only returns a step and never answers: ${adapter.request.silence}`,
      also: [],
    });
  const confidence: Confidence = by.none.outcome === 'unknown' ? 'low' : 'high';
  return {
    ...blank(record, id, judgement.why),
    role: handlesErrors ? 'error' : judgement.role,
    definedAt: definedAt(value),
    schemes: inferredSchemes(judgement),
    establishes: judgement.establishes,
    reads: judgement.reads,
    handlesErrors,
    outcome:
      handlesErrors && passesErrorsOn(judgement)
        ? continuing
        : { none: by.none.outcome, bad: by.bad.outcome, good: by.good.outcome, preflight: by.preflight.outcome },
    status: by.none.status,
    answersWith: handlesErrors
      ? record.use.only?.challenges === false
        ? null
        : soleStatus(judgement)
      : rescueStatus(judgement),
    header: soleHeader(judgement),
    forgeable: judgement.forgeable,
    flaws,
    ...(judgement.by.none.exploration.paths.some(({ trial }) => trial.course.rescue) ? { catches: true as const } : {}),
    ...(Object.values(by).some((one) => one.exploration.paths.some(({ trial }) => trial.credentials.logsIn))
      ? { logsIn: true as const }
      : {}),
    ...(judgement.parameters ? { parameters: judgement.parameters } : {}),
    ...(judgement.by.none.exploration.paths.every(delegates) ? { delegates: true as const } : {}),
    ...(judgement.assumes ? { assumes: judgement.assumes } : {}),
    confidence,
  };
}

/** The status of all answers, when they have one in common. */
function soleStatus({ by }: Judgement): number | null {
  const { paths, complete } = by.none.exploration;
  const statuses = new Set(
    paths.map(
      ({
        end,
        status,
        failure,
        trial: {
          course: { answer },
        },
      }) => {
        if (end === 'unknown' || failure) return null;
        return answer?.status ?? (end === 'answers' ? status : null);
      },
    ),
  );
  return complete && statuses.size === 1 ? [...statuses][0]! : null;
}

/** The status of all answers that it gives when a later step has failed, when it gives one each time. */
function rescueStatus({ by }: Judgement): number | null {
  const rescues = by.none.exploration.paths.filter(({ trial }) => trial.course.rescue !== null);
  const statuses = new Set(
    rescues.map(
      ({
        end,
        trial: {
          course: { rescue },
        },
      }) =>
        end === 'rejects' ? null : (rescue?.status ?? (rescue?.status === undefined && rescue?.hasBody ? 200 : null)),
    ),
  );
  return statuses.size === 1 ? [...statuses][0]! : null;
}

/** Some forged credential passes without any verification, and without having been decoded. */
function looksOnly({ by, sources }: Judgement): boolean {
  const passing = by.bad.exploration.paths.filter((path) => goesOn(path.end));
  return (
    sources.some((source) => source.kind === 'header' || source.kind === 'cookie' || source.kind === 'query') &&
    passing.some((path) => path.trial.credentials.verifications.length === 0)
  );
}

const continuing: Outcomes = { none: 'continues', bad: 'continues', good: 'continues', preflight: 'continues' };

/** An error handler that never answers lets the error continue on its way. */
function passesErrorsOn({ by }: Judgement): boolean {
  const { paths } = by.none.exploration;
  return (
    paths.length > 0 && paths.every((path) => path.trial.course.failed !== null && path.trial.course.answer === null)
  );
}

export function definedAt(value: Value): Place | null {
  if (value.t === 'function') return isStandIn(value.file) ? null : placeOfFunction(value);
  return value.t === 'made' ? value.at : null;
}

/** Where the call is missing: a method that the framework calls by its name can only do itself what it returns. */
function placeToCall(record: StepRecord, value: Value, { guardMethod }: Adapter): Pick<Flaw, 'at' | 'subject'> {
  const name = nameOf(record, null, null);
  const isFixed = guardMethod !== undefined && value.t === 'function' && value.home !== null;
  return isFixed
    ? { at: definedAt(value) ?? record.at, subject: `What ${name}.${value.name} returns` }
    : { at: record.at, subject: name };
}

/** A function that does nothing with the request and returns a function was meant to be called. */
function returnsStep(judgement: Judgement, { use: { phase } }: StepRecord): boolean {
  const [path] = judgement.by.good.exploration.paths;
  const { outcome } = judgement.by.good;
  if (!path || path.trial.course.answer || path.trial.course.continued || path.trial.credentials.touched.length > 0)
    return false;
  // In a slot of a framework, a step that returns may be one that goes on, and the request alone may be all that it takes.
  const isSlot = phase !== null && outcome === 'continues';
  if (outcome !== 'neither' && outcome !== 'rejects' && !isSlot) return false;
  const { result } = path;
  if (result?.t === 'function') return result.code.params.length >= (phase === null ? 2 : 1);
  return result?.solid === true;
}

/** Hand-written guards name no scheme: what they read and verify with says what kind it is. */
function inferredSchemes(judgement: Judgement): string[] {
  if (!stops(judgement.by.none.outcome) || (judgement.role !== 'authenticate' && judgement.role !== 'handler'))
    return [];
  if (judgement.schemes.length > 0) return [...judgement.schemes];
  if (
    judgement.verifiedBy.some((name) =>
      /^(jsonwebtoken|jose|jwt-simple|fast-jwt|njwt|aws-jwt-verify|express-jwt|@fastify\/jwt)/.test(name),
    )
  )
    return ['jwt'];
  const kinds = new Set(judgement.sources.map((source) => source.kind));
  if (kinds.has('signature')) return ['signature'];
  if (kinds.has('session') || kinds.has('principal')) return ['session'];
  if (judgement.sources.some((source) => source.kind === 'header' && source.name === 'authorization'))
    return ['bearer'];
  if (kinds.has('header') || kinds.has('query')) return ['api-key'];
  return kinds.has('cookie') ? ['cookie'] : [];
}

/** The header with the credential, when there is no other way to bring one. */
function soleHeader({ sources }: Judgement): string | null {
  const [only, ...others] = sources;
  return only?.kind === 'header' && others.length === 0 ? only.name : null;
}
