import type { Expression } from '#facts';
import type { Environment } from './environment.ts';

/** How a short expression is written: `requireAuth`, `auth.required`, `requireRole('admin')`; '' for anything longer. */
export function labelOf(node: Expression, env: Environment): string {
  switch (node.k) {
    case 'ref':
      // The name of a parameter says nothing about the function that is passed for it.
      return env.lookup(node.name)?.isParameter ? '' : node.name;
    case 'this':
    case 'super':
      return node.k;
    case 'member': {
      const of = labelOf(node.of, env);
      return of && typeof node.name === 'string' ? `${of}.${node.name}` : '';
    }
    case 'call': {
      if (node.callee.k === 'member' && node.callee.name === 'bind') return labelOf(node.callee.of, env);
      const callee = labelOf(node.callee, env);
      if (!callee) return '';
      const args = node.args.flatMap((arg) =>
        arg.k === 'literal' && typeof arg.value === 'string' ? [`'${arg.value}'`] : [],
      );
      return `${callee}(${args.join(', ')})`;
    }
    default:
      return '';
  }
}
