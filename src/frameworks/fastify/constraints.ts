import { propertyOf, stringOf } from '../plain-values.ts';
import type { Value } from '../values.ts';

const headerOf: Readonly<Record<string, string>> = { host: 'host', version: 'accept-version' };

/** https://fastify.dev/docs/latest/Reference/Routes/#constraints */
export function headersFor(options: Value | undefined): { readonly headers?: Readonly<Record<string, string>> } {
  const given = propertyOf(options, 'constraints');
  if (given?.t !== 'object') return {};
  const found = [...given.properties].flatMap(([name, value]) => {
    const header = headerOf[name];
    const taken = value.t === 'regex' ? hostFor(value.source, value.flags) : stringOf(value);
    return header && taken !== null ? [[header, taken] as const] : [];
  });
  return found.length > 0 ? { headers: Object.fromEntries(found) } : {};
}

/** A host that a pattern takes: mostly what is written in it. */
function hostFor(source: string, flags: string): string | null {
  const plain = source
    .replace(/\\(.)/g, '$1')
    .replace(/\.[*+]/g, 'x')
    .replace(/[\^$()?]/g, '');
  return new RegExp(source, flags).test(plain) ? plain : null;
}
