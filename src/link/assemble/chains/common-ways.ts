import type { Bypass } from '#model';
import type { Linked } from './links.ts';

type Around = Linked & { readonly link: { readonly bypass: Bypass } };

/**
 * Of several guards, each with another way around it, one path has to get around all: `?x=/public` and `?x=/login` together do, the
 * value of a parameter may not.
 */
export function withCommonWay(links: readonly Linked[]): readonly Linked[] {
  const around = links.filter(isAround);
  const paths = [...new Set(around.map(({ link }) => link.bypass.path))];
  if (paths.length < 2) return links;
  const asked = paths.map((path) => path.split('?'));
  const query = [...new Set(asked.flatMap(([, words]) => words ?? []))].join('&');
  const wholes = [...new Set(asked.map(([whole]) => whole!))];
  const path = wholes.find((whole) => around.every((one) => one.letsPass(query, whole)));
  const found = path === undefined ? null : `${path}${query === '' ? '' : `?${query}`}`;
  return links.map((one) => {
    if (!isAround(one)) return one;
    return { ...one, link: { ...one.link, bypass: found === null ? null : { ...one.link.bypass, path: found } } };
  });
}

/** By what the query says, or a parameter of the path. */
function isAround(linked: Linked): linked is Around {
  const kind = linked.link.bypass?.kind;
  return kind === 'query' || kind === 'parameter';
}
