import type { FunctionExpression } from '#facts';

/** Calls that only an instance of Fastify answers; `get` and `post` are many things' members. */
const telling =
  /^(register|addHook|decorate|decorateRequest|decorateReply|setErrorHandler|setNotFoundHandler|withTypeProvider)$/;
const routes = /^(get|post|put|delete|patch|head|options|all|route)$/;

/** A plugin: a function that registers on its first parameter, `(instance, options, done)`. */
export function takesInstance(code: FunctionExpression, imports: readonly string[]): boolean {
  const [first] = code.params;
  if (first?.pattern.p !== 'name' || code.params.length > 3) return false;
  const { name } = first.pattern;
  const isOurs = imports.some((from) => /^(@fastify\/|fastify)/.test(from));
  return code.body.some((statement) => registersOn(statement, name, isOurs));
}

function registersOn(node: unknown, name: string, isOurs: boolean): boolean {
  if (Array.isArray(node)) return node.some((one) => registersOn(one, name, isOurs));
  if (node === null || typeof node !== 'object') return false;
  const record = node as Record<string, unknown>;
  if (record['k'] === 'call' && isRegistration(record, name, isOurs)) return true;
  return Object.values(record).some((one) => registersOn(one, name, isOurs));
}

function isRegistration(call: Record<string, unknown>, name: string, isOurs: boolean): boolean {
  const callee = call['callee'] as { k: string; name?: unknown; of?: { k: string; name?: unknown } };
  if (callee.k !== 'member' || callee.of?.k !== 'ref' || callee.of.name !== name) return false;
  const method = String(callee.name);
  const [path] = call['args'] as { k: string; value?: unknown }[];
  const isPath = path?.k === 'literal' && typeof path.value === 'string' && path.value.startsWith('/');
  return telling.test(method) || (isOurs && routes.test(method) && (isPath || path?.k === 'object'));
}
