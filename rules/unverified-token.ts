import { confidenceIn, contains, developmentOnly, flawsOf, stepsAround, verifiedBefore } from '#model';
import { defineRule } from '#rule';

/**
 * Decoding a token reads what its sender wrote. It is fine behind a step that verified it, or to look up a key by its id.
 * Where a guard and the call inside it are both known, the call is the line to change.
 */
export default defineRule({
  id: 'unverified-token',
  summary: 'a token that is decoded but never verified decides',
  severity: 'error',
  topic: 'tokens',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [347, 345],
  messages: {
    decoded: '{subject} only decodes the token, and what it says is trusted: a forged one is accepted.',
    flawed: '{subject} never verifies the credential that it trusts: {consequence}.',
    further: '{text}',
  },
  remedy: 'Verify the signature with the expected algorithm before anything in the token is trusted.',

  *check(model) {
    const told = model.tokens.filter(
      ({ kind, decides, behindVerification, conditions }) =>
        kind === 'decode' &&
        (decides === 'access' || decides === 'principal') &&
        !behindVerification &&
        !developmentOnly(conditions),
    );
    for (const token of told) {
      const steps = stepsAround(model, token.at);
      if (verifiedBefore(model, steps)) continue;
      yield {
        message: 'decoded',
        at: token.at,
        confidence: steps.length > 0 ? confidenceIn(model, steps) : 'medium',
        key: token.subject,
        data: { subject: token.subject },
      };
    }
    for (const { flaw, steps } of flawsOf(model, 'unverified-credential')) {
      const bodies = [flaw.at, ...steps.flatMap((step) => step.definedAt ?? [])];
      if (told.some((token) => bodies.some((body) => contains(body, token.at)))) continue;
      if (verifiedBefore(model, steps)) continue;
      yield {
        message: 'flawed',
        at: flaw.at,
        also: flaw.also.map(({ at, text }) => ({ at, message: 'further' as const, data: { text } })),
        confidence: confidenceIn(model, steps),
        key: flaw.subject,
        data: { subject: flaw.subject, consequence: flaw.consequence },
      };
    }
  },
});
