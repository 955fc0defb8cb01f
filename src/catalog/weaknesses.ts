import type { OptionTest, WeaknessKnowledge } from './vocabulary.ts';

/** Weak settings that many libraries share. */

interface Flags {
  readonly httpOnly: string;
  readonly secure: string;
  readonly sameSite: string;
  /** The value of the flag that lets other sites send the cookie. */
  readonly none: string;
}

const usual: Flags = { httpOnly: 'httpOnly', secure: 'secure', sameSite: 'sameSite', none: 'none' };

/** What hapi calls them: https://hapi.dev/api#-serverstatename-options */
export const hapiFlags: Flags = { httpOnly: 'isHttpOnly', secure: 'isSecure', sameSite: 'isSameSite', none: 'None' };

/** The flags of the cookie that carries a session. `at`: where they stand in the options. */
export function cookieFlags(at: string, names: Flags = usual): readonly WeaknessKnowledge[] {
  const kind = 'session-cookie';
  const insecure: OptionTest = {
    any: [
      { option: `${at}${names.secure}`, kind: 'absent' },
      { option: `${at}${names.secure}`, is: false },
    ],
  };
  return [
    {
      when: { option: `${at}${names.httpOnly}`, is: false },
      kind,
      weight: 'error',
      consequence: 'any script on the page can read the session cookie',
    },
    {
      when: { option: `${at}${names.secure}`, is: false },
      kind,
      weight: 'warning',
      consequence: 'the session cookie is also sent without encryption',
    },
    {
      when: { all: [{ option: `${at}${names.sameSite}`, is: names.none }, insecure] },
      kind,
      weight: 'error',
      consequence: 'browsers refuse a cookie with SameSite=None that is not Secure, so that nobody stays logged in',
    },
  ];
}

/**
 * Credentials together with any origin. `any`: what the library makes of it: browsers refuse `*` together with credentials, a
 * reflected origin lets every page read answers in the name of its visitor. `star`: what it makes of an origin given as `*`.
 */
export function credentialedCors(
  any: 'refused' | 'reflected',
  star: 'refused' | 'reflected' = any,
): readonly WeaknessKnowledge[] {
  const kind = 'credentialed-cors';
  const on: OptionTest = { option: 'credentials', is: true };
  const reflected = 'every page of the web can read answers in the name of its visitor';
  const becomes = { refused: 'browsers refuse any origin together with credentials', reflected } as const;
  return [
    { when: { all: [on, { option: 'origin', kind: 'absent' }] }, kind, weight: 'error', consequence: becomes[any] },
    { when: { all: [on, { option: 'origin', includes: '*' }] }, kind, weight: 'error', consequence: becomes[star] },
    { when: { all: [{ option: 'origin', is: true }, on] }, kind, weight: 'error', consequence: reflected },
    {
      when: { all: [{ option: 'origin', unanchored: true }, on] },
      kind,
      weight: 'error',
      consequence: "strangers' origins match the pattern too: their pages can read answers in the name of the visitor",
    },
  ];
}
