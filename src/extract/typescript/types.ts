import type { TypeFact } from '#facts';
import { dottedName, exportedName } from './names.ts';
import { descend, type Reading } from './reading.ts';
import type { Tree } from './tree.ts';

/** Stands for a type argument that names nothing, so that the others keep their positions. */
const NAMELESS: TypeFact = { name: '', args: [], members: [] };

/** The type of a `TSTypeAnnotation`, or null when none is written or it names nothing. */
export function annotation(n: Tree | null | undefined, r: Reading): TypeFact | null {
  return n ? typeFact(n['typeAnnotation'], r) : null;
}

function typeFact(n: Tree, r: Reading): TypeFact | null {
  descend(r);
  const result = dispatch(n, r);
  r.depth--;
  return result;
}

function dispatch(n: Tree, r: Reading): TypeFact | null {
  switch (n.type) {
    case 'TSTypeReference':
      return reference(n, dottedName(n['typeName']), r);
    case 'TSImportType':
      return reference(n, dottedName(n), r);
    case 'TSTypeQuery':
      return queried(n);
    case 'TSTypeLiteral':
      return { name: '', args: [], members: members(n['members'], r) };
    case 'TSArrayType':
      return { name: 'Array', args: [typeFact(n['elementType'], r) ?? NAMELESS], members: [] };
    case 'TSTypeOperator':
      return n['operator'] === 'readonly' ? typeFact(n['typeAnnotation'], r) : null;
    case 'TSParenthesizedType':
      return typeFact(n['typeAnnotation'], r);
    case 'TSUnionType':
      return union(n['types'], r);
    case 'TSIntersectionType':
      return intersection(n['types'], r);
    default:
      return keyword(n.type);
  }
}

function reference(n: Tree, name: string | null, r: Reading): TypeFact | null {
  if (name === null) return null;
  const args: readonly Tree[] = n['typeArguments']?.params ?? [];
  return { name, args: args.map((a) => typeFact(a, r) ?? NAMELESS), members: [] };
}

function queried(n: Tree): TypeFact | null {
  const name = dottedName(n['exprName']);
  return name === null ? null : { name: `typeof ${name}`, args: [], members: [] };
}

function members(nodes: readonly Tree[], r: Reading): TypeFact['members'] {
  const found: { name: string; type: TypeFact }[] = [];
  for (const n of nodes) {
    if (n.type !== 'TSPropertySignature' || n['computed']) continue;
    const type = annotation(n['typeAnnotation'], r);
    if (type) found.push({ name: exportedName(n['key']), type });
  }
  return found;
}

/** `Express | undefined` is Express; a choice between two types names neither. */
function union(nodes: readonly Tree[], r: Reading): TypeFact | null {
  const present = nodes.filter((n) => n.type !== 'TSUndefinedKeyword' && n.type !== 'TSNullKeyword');
  return present.length === 1 ? typeFact(present[0]!, r) : null;
}

/** `Request & { user: User }` is a Request with one more member. */
function intersection(nodes: readonly Tree[], r: Reading): TypeFact | null {
  const parts = nodes.map((n) => typeFact(n, r)).filter((t) => t !== null);
  const named = parts.find((t) => t.name !== '') ?? parts[0];
  if (named === undefined) return null;
  return { name: named.name, args: named.args, members: parts.flatMap((t) => t.members) };
}

/** `TSStringKeyword` is `string`. */
function keyword(type: string): TypeFact | null {
  const name = /^TS(\w+)Keyword$/.exec(type)?.[1];
  return name === undefined ? null : { name: name.toLowerCase(), args: [], members: [] };
}
