import type { ExpressMajor } from '../support/express.ts';

/** A path as written, and concrete ones that it matches; `null` where the version has no such path. */
export interface PathChoice {
  readonly text: Record<ExpressMajor, string | null>;
  readonly samples: readonly string[];
}

function same(text: string, sample = text): PathChoice {
  return { text: { 4: text, 5: text }, samples: [sample] };
}

/** Paths of routes. */
export const routePaths: readonly PathChoice[] = [
  same('/'),
  same('/a'),
  same('/b'),
  same('/login'),
  same('/admin'),
  same('/A'),
  same('/Admin/users'),
  same('/admin/'),
  same('/a/b'),
  same('/:id', '/42'),
  same('/a/:id', '/a/42'),
  same('/:id/b', '/42/b'),
  { text: { 4: '/files/*', 5: '/files/*rest' }, samples: ['/files/x/y'] },
  { text: { 4: '/a/:id?', 5: '/a{/:id}' }, samples: ['/a/42', '/a'] },
  { text: { 4: '/:id?', 5: '/{:id}' }, samples: ['/42', '/'] },
  same('/:id/:other', '/42/43'),
];

/** Paths of mounts and of steps installed with `use`; the last ones cover nothing or something odd. */
export const usePaths: readonly PathChoice[] = [
  same('/'),
  same('/api'),
  same('/a'),
  same('/admin'),
  same('/API'),
  same('/a/'),
  same('/:id', '/42'),
  same('/api/v1'),
  { text: { 4: '/a/:id?', 5: '/a{/:id}' }, samples: ['/a/42', '/a'] },
];

/** Only for steps: what they cover is the question. */
export const stepPaths: readonly PathChoice[] = [
  ...usePaths,
  same('/login'),
  { text: { 4: '*', 5: '/{*all}' }, samples: ['/x'] },
  { text: { 4: '/admin/*', 5: '/admin/*rest' }, samples: ['/admin/x'] },
  { text: { 4: '/admin{/*rest}', 5: '/admin{/*rest}' }, samples: ['/admin/x'] },
  { text: { 4: '/*splat', 5: '/*splat' }, samples: ['/x'] },
  same('api', '/api'),
  same('', '/'),
];

export function textOf(choice: PathChoice, major: ExpressMajor): string {
  return choice.text[major] ?? '/';
}

/** Full path in one spelling, whatever slashes the parts have: letter case is kept. */
export function joined(parts: readonly string[]): string {
  const whole = `/${parts.join('/')}`.replace(/\/{2,}/g, '/');
  return whole.length > 1 ? whole.replace(/\/$/, '') : whole;
}
