import type { StepKnowledge } from '#catalog';
import { type FunctionValue, type MadeValue, stringOf } from '#frameworks';
import type { Outcomes, Step } from '#model';
import type { StepRecord } from '../../installed/records.ts';
import type { Environment } from '../../values/environment.ts';

export const nothing: Outcomes = { none: 'unknown', bad: 'unknown', good: 'unknown', preflight: 'unknown' };

/** A step of which only the place is known. */
export function blank(record: StepRecord, id: number, why: string): Step {
  return {
    id,
    name: nameOf(record, null, null),
    role: 'unknown',
    at: record.at,
    definedAt: null,
    library:
      record.value.t === 'made'
        ? {
            package: record.value.by.package,
            export: record.value.by.path.replace(/\(\)/g, '') || 'default',
            version: record.value.by.version,
          }
        : null,
    schemes: [],
    requirements: [],
    establishes: [],
    reads: [],
    needs: [],
    rejectsBy: null,
    answersWith: null,
    header: null,
    allows: null,
    provides: [],
    handlesErrors: false,
    outcome: nothing,
    status: null,
    forgeable: false,
    exemptions: [],
    flaws: [],
    confidence: 'low',
    why,
  };
}

/** The name a person would use: as it is written, else as it is defined. */
export function nameOf(record: StepRecord, made: MadeValue | null, knowledge: StepKnowledge | null): string {
  const { value, label } = record;
  if (made && knowledge) {
    if (label.startsWith('require(')) return knowledge.name ?? made.by.package;
    if (label && !label.endsWith(')')) return label;
    const callee = knowledge.name ?? label.replace(/\(.*$/, '');
    const [first] = made.args;
    const names = first?.t === 'array' ? first.items.map(stringOf) : [stringOf(first)];
    const isScheme = knowledge.role === 'authenticate' && names.every((name) => name !== null) && names.length > 0;
    const base = callee || made.by.path.split(/[.#]/).at(-1)?.replace('()', '') || made.by.package;
    return isScheme ? `${base}(${names.map((name) => `'${name}'`).join(', ')})` : base;
  }
  const wrapped = value.t === 'function' && label.endsWith('()') ? wrappedName(value) : null;
  if (wrapped) return wrapped;
  if (label && !label.startsWith('require(')) return label;
  if (value.t === 'function' && value.name) return value.name;
  if (value.t === 'made') return value.by.path.replace(/\(\)/g, '') || value.by.package;
  if (value.t === 'library') return value.path || value.package;
  return value.t === 'function' ? (record.use.phase ?? 'handler') : 'unknown';
}

/** `wrap(listOrders)` returns a closure over the function that it wraps: that one's name says more. */
function wrappedName(value: FunctionValue): string | null {
  const names = (value.env as Environment).names;
  const inner = [...names.values()].flatMap((cell) =>
    cell.value.t === 'function' && cell.value !== value ? [cell.value.name] : [],
  );
  return inner.length === 1 ? inner[0] || null : null;
}
