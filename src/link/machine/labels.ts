import type { Expression } from '#facts';

/** How a short expression is written: `requireAuth`, `auth.required`, `requireRole('admin')`; '' for anything longer. */
export function labelOf(node: Expression): string {
  switch (node.k) {
    case 'ref':
      return node.name;
    case 'this':
    case 'super':
      return node.k;
    case 'member': {
      const of = labelOf(node.of);
      return of && typeof node.name === 'string' ? `${of}.${node.name}` : '';
    }
    case 'call': {
      const callee = labelOf(node.callee);
      if (!callee) return '';
      const args = node.args.flatMap((arg) => (arg.k === 'literal' && typeof arg.value === 'string' ? [`'${arg.value}'`] : []));
      return `${callee}(${args.join(', ')})`;
    }
    default:
      return '';
  }
}
