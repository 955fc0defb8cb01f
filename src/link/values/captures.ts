export interface Captures {
  /** Every name that the code mentions; those that it declares itself are found nowhere else, or do no harm. */
  readonly names: readonly string[];
  /** It speaks of `this`, `super` or `arguments`. */
  readonly usesReceiver: boolean;
  /** Something in it is decorated: it is more than what it captures. */
  readonly isDecorated: boolean;
}

const captures = new WeakMap<object, Captures>();

/** What a function or class may take from around it. */
export function capturesOf(code: object): Captures {
  // A function whose body is replaced has other captures.
  const key = (code as { readonly body?: object }).body ?? code;
  const known = captures.get(key);
  if (known) return known;
  const survey: Survey = { names: new Set(), usesReceiver: false, isDecorated: false };
  collect(code, survey);
  const { names, usesReceiver, isDecorated } = survey;
  const result = { names: [...names], usesReceiver: usesReceiver || names.has('arguments'), isDecorated };
  captures.set(key, result);
  return result;
}

interface Survey {
  readonly names: Set<string>;
  usesReceiver: boolean;
  isDecorated: boolean;
}

function collect(node: unknown, survey: Survey): void {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const one of node) collect(one, survey);
    return;
  }
  const { k, p, name, decorators } = node as { k?: string; p?: string; name?: unknown; decorators?: unknown[] };
  if ((k === 'ref' || p === 'name') && typeof name === 'string') survey.names.add(name);
  if (k === 'this' || k === 'super') survey.usesReceiver = true;
  if (decorators && decorators.length > 0) survey.isDecorated = true;
  for (const value of Object.values(node)) collect(value, survey);
}

const makers = new WeakMap<object, boolean>();

/** Whether a function or class is made in it. */
export function makesFunctions(node: object): boolean {
  const known = makers.get(node);
  if (known !== undefined) return known;
  const { k, s } = node as { k?: string; s?: string };
  const isMaker = k === 'function' || k === 'class' || s === 'function' || s === 'class';
  const answer =
    isMaker || Object.values(node).some((one) => one !== null && typeof one === 'object' && makesFunctions(one));
  makers.set(node, answer);
  return answer;
}
