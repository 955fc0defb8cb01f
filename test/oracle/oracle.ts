import { Node } from 'ts-morph';
import type { Model } from '#model';
import type { Place } from '#text';
import type { Checker, Resolved } from './checker.ts';

export interface Disagreement {
  readonly what: 'step' | 'router' | 'scheme';
  readonly at: Place;
  readonly text: string;
}

export interface Verdict {
  readonly disagreements: readonly Disagreement[];
  /** Of how many the checker could tell, and the linker did. */
  readonly agreed: number;
  /** The linker leaves them open although the checker can tell. */
  readonly open: number;
  /** The checker cannot tell. */
  readonly untold: number;
}

/** Holds what steps, handlers, routers and schemes resolve to against TypeScript's checker. */
export function consult(checker: Checker, model: Model): Verdict {
  const disagreements: Disagreement[] = [];
  let agreed = 0;
  let open = 0;
  let untold = 0;

  const judge = (
    what: Disagreement['what'],
    at: Place,
    own: { readonly places: readonly Place[]; readonly package: string | null },
  ) => {
    const node = checker.expression(at);
    const resolved = node && (what === 'router' ? mounted(checker, node) : checker.resolve(node));
    if (!node || !resolved) untold++;
    else if (own.package === null && own.places.every((place) => isSame(place, at) && Node.isCallExpression(node)))
      open++;
    else if (agrees(resolved, own)) agreed++;
    else if (resolved.open) untold++;
    else disagreements.push({ what, at, text: explain(node, resolved, own) });
  };

  for (const step of model.steps) {
    judge('step', step.at, { places: step.definedAt ? [step.definedAt] : [], package: step.library?.package ?? null });
  }
  for (const scope of model.scopes) {
    for (const entry of scope.entries) {
      if (entry.kind === 'mount') judge('router', entry.at, { places: [model.scopes[entry.scope]!.at], package: null });
    }
  }
  for (const scheme of model.schemes) {
    if (scheme.library) judge('scheme', scheme.at, { places: [], package: scheme.library.package });
  }
  return { disagreements, agreed, open, untold };
}

/** Which argument of a call is the router, the place does not say. */
function mounted(checker: Checker, node: Node): Resolved {
  const parts = Node.isCallExpression(node) ? node.getArguments() : [node];
  const all = parts.map((part) => checker.resolve(part));
  return {
    places: all.flatMap((one) => one.places),
    packages: all.flatMap((one) => one.packages),
    open: all.some((one) => one.open),
  };
}

function agrees(
  resolved: Resolved,
  own: { readonly places: readonly Place[]; readonly package: string | null },
): boolean {
  if (own.package !== null && resolved.packages.length > 0) return resolved.packages.includes(own.package);
  return own.places.some((place) => resolved.places.some((other) => overlaps(place, other)));
}

function isSame(a: Place, b: Place): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

/** The linker may name the function and the checker its declaration, or a call and what it stands in. */
function overlaps(a: Place, b: Place): boolean {
  return a.file === b.file && a.start < b.end && b.start < a.end;
}

function explain(
  node: Node,
  resolved: Resolved,
  own: { readonly places: readonly Place[]; readonly package: string | null },
): string {
  const show = (place: Place) => `${place.file}[${place.start}-${place.end}]`;
  const told = [...new Set([...resolved.places.map(show), ...resolved.packages])].join(', ');
  const mine = [...own.places.map(show), ...(own.package ? [own.package] : [])].join(', ');
  const text = node.getText().replace(/\s+/g, ' ');
  return `${text.length > 70 ? `${text.slice(0, 70)}…` : text}: the checker says ${told}; the linker says ${mine}`;
}
