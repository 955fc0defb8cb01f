import type { Expression } from '#facts';

/** Only names, members, literals and comparisons: evaluating it has no effect and asks nobody. */
export function isPlain(node: Expression): boolean {
  switch (node.k) {
    case 'ref':
    case 'literal':
    case 'this':
      return true;
    case 'member':
      return isPlain(node.of) && typeof node.name === 'string';
    case 'binary':
      return isPlain(node.left) && isPlain(node.right);
    case 'unary':
      return node.op !== '!' && node.op !== 'delete' && isPlain(node.of);
    default:
      return false;
  }
}
