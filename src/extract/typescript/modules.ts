import { type ExportFact, FACTS_VERSION, type Facts, type ImportFact, type Statement } from '#facts';
import { expression } from './expressions.ts';
import { exportedName } from './names.ts';
import { exportedDeclaration } from './namespaces.ts';
import type { Comment } from './parse.ts';
import { endOf, type Reading, startOf } from './reading.ts';
import { constant, statement } from './statements.ts';
import { suppressions } from './suppressions.ts';
import type { Tree } from './tree.ts';

const DEFAULT = '*default*';

interface Module {
  esm: boolean;
  readonly imports: ImportFact[];
  readonly exports: ExportFact[];
  readonly body: Statement[];
}

export function moduleFacts(program: Tree, comments: readonly Comment[], text: string): Facts {
  const m: Module = { esm: false, imports: [], exports: [], body: [] };
  const r: Reading = { text, depth: 0 };
  for (const n of program['body'] as readonly Tree[]) moduleItem(n, m, r);
  return {
    version: FACTS_VERSION,
    kind: m.esm ? 'esm' : 'script',
    imports: m.imports,
    exports: m.exports,
    body: m.body,
    suppressions: suppressions(comments, text),
  };
}

function moduleItem(n: Tree, m: Module, r: Reading): void {
  switch (n.type) {
    case 'ImportDeclaration':
      m.esm = true;
      m.imports.push(...importDeclaration(n));
      break;
    case 'ExportNamedDeclaration':
      m.esm = true;
      if (n['exportKind'] !== 'type') exportNamed(n, m, r);
      break;
    case 'ExportDefaultDeclaration':
      m.esm = true;
      exportDefault(n['declaration'], m, r);
      break;
    case 'ExportAllDeclaration':
      m.esm = true;
      if (n['exportKind'] !== 'type') m.exports.push(exportAll(n));
      break;
    case 'TSImportEqualsDeclaration':
      importEquals(n, m, r);
      break;
    default:
      statement(n, r, m.body);
  }
}

/** `import a, { type T } from 'x'` is two facts: one that runs 'x', and one that only says where T comes from. */
function importDeclaration(n: Tree): ImportFact[] {
  const specifiers: readonly Tree[] = n['specifiers'];
  const isType = (s: Tree): boolean => n['importKind'] === 'type' || s['importKind'] === 'type';
  const types = specifiers.filter(isType);
  const values = specifiers.filter((s) => !isType(s));
  const facts: ImportFact[] = [];
  if (values.length > 0 || (types.length === 0 && n['importKind'] !== 'type')) facts.push(importFact(n, values, false));
  if (types.length > 0) facts.push(importFact(n, types, true));
  return facts;
}

function importFact(n: Tree, specifiers: readonly Tree[], typeOnly: boolean): ImportFact {
  const names = specifiers.map((s) => ({ imported: importedName(s), local: s['local'].name }));
  return { from: n['source'].value, typeOnly, names, at: startOf(n), to: endOf(n) };
}

function importedName(n: Tree): string {
  if (n.type === 'ImportDefaultSpecifier') return 'default';
  return n.type === 'ImportNamespaceSpecifier' ? '*' : exportedName(n['imported']);
}

/** `import x = require('y')`; `import x = a.b` is a statement. */
function importEquals(n: Tree, m: Module, r: Reading): void {
  const reference: Tree = n['moduleReference'];
  if (reference.type !== 'TSExternalModuleReference') {
    statement(n, r, m.body);
    return;
  }
  m.imports.push({
    from: reference['expression'].value,
    typeOnly: n['importKind'] === 'type',
    names: [{ imported: '=', local: n['id'].name }],
    at: startOf(n),
    to: endOf(n),
  });
}

function exportAll(n: Tree): ExportFact {
  const from: string = n['source'].value;
  return n['exported']
    ? { kind: 'from', name: exportedName(n['exported']), from, imported: '*' }
    : { kind: 'star', from };
}

function exportNamed(n: Tree, m: Module, r: Reading): void {
  if (n['declaration']?.type === 'TSImportEqualsDeclaration') {
    importEquals(n['declaration'], m, r);
    if (n['declaration'].importKind !== 'type') exportLocal(n['declaration'].id.name, m);
    return;
  }
  for (const name of new Set(exportedDeclaration(n, r, m.body))) exportLocal(name, m);
  const specifiers = (n['specifiers'] as readonly Tree[]).filter((s) => s['exportKind'] !== 'type');
  for (const s of specifiers) m.exports.push(exportSpecifier(s, n['source']));
  // `export {} from './x'` exports nothing, but './x' runs.
  if (n['source'] && specifiers.length === 0) {
    m.imports.push({ from: n['source'].value, typeOnly: false, names: [], at: startOf(n), to: endOf(n) });
  }
}

function exportLocal(name: string, m: Module): void {
  m.exports.push({ kind: 'local', name, local: name });
}

function exportSpecifier(s: Tree, source: Tree | null | undefined): ExportFact {
  const name = exportedName(s['exported']);
  const local = exportedName(s['local']);
  return source ? { kind: 'from', name, from: source['value'], imported: local } : { kind: 'local', name, local };
}

function exportDefault(n: Tree, m: Module, r: Reading): void {
  const at = startOf(n);
  const to = endOf(n);
  let local = DEFAULT;
  if (n.type === 'FunctionDeclaration' || n.type === 'ClassDeclaration') {
    statement(n, r, m.body);
    local = n['id']?.name ?? DEFAULT;
  } else if (/^TS(?:Interface|Declare|TypeAlias)/.test(n.type)) {
    return;
  } else {
    m.body.push(constant(n, { p: 'name', name: DEFAULT, at, to }, expression(n, r)));
  }
  m.exports.push({ kind: 'local', name: 'default', local });
}
