import { isStateless, keepsSessions, schemeNamed } from '#model';
import { defineRule } from '#rule';

/** One scheme among several that does want a session makes the setting a choice, so only tokens throughout are reported. */
export default defineRule({
  id: 'stateful-token-scheme',
  summary: 'a token scheme that keeps its principal in a session',
  severity: 'error',
  topic: 'sessions',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [664],
  messages: {
    failing: 'The principal of {names} is to be kept in a session, and there is none: a good token is answered 500.',
    keeping:
      'The principal of {names} is kept in a session, although every request brings its token: each call makes a session and a cookie.',
    registered: '"{name}" is registered here; its token comes with every request.',
  },
  remedy: 'Switch the session off where the scheme is used (`session: false`).',
  mends: true,

  *check(model) {
    for (const use of model.schemeUses) {
      if (use.session !== 'kept' || use.names.length === 0) continue;
      const schemes = use.names.map((name) => (name === null ? null : schemeNamed(model, use, name)));
      const tokens = schemes.filter((scheme) => scheme !== null && isStateless(scheme));
      if (tokens.length === 0 || !schemes.every((one) => one && (isStateless(one) || one.kind === 'anonymous')))
        continue;
      const kept = keepsSessions(model);
      const last = use.nameAt.at(-1);
      const change = last && { kind: 'argument' as const, at: use.at, last, text: '{ session: false }' };
      yield {
        message: kept ? 'keeping' : 'failing',
        at: use.at,
        also: tokens.flatMap((one) =>
          one?.name ? [{ at: one.at, message: 'registered' as const, data: { name: one.name } }] : [],
        ),
        severity: kept ? 'warning' : 'error',
        confidence: kept || !use.registryComplete ? 'medium' : 'high',
        // Where sessions are kept, somebody may rely on this one.
        ...(change ? { fix: { title: 'Pass { session: false }', safe: !kept, changes: [change] } } : {}),
        key: use.names.join(),
        data: { names: tokens.map((one) => `"${one?.name}"`).join(' and ') },
      };
    }
  },
});
