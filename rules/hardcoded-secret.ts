import { developmentOnly, grouped, type SecretUse } from '#model';
import { defineRule } from '#rule';

/** One secret is one finding, however many signers and verifiers use it; it stands where the secret is written. */
export default defineRule({
  id: 'hardcoded-secret',
  summary: 'a secret written in the source, or one that a missing variable replaces by a known value',
  severity: 'error',
  topic: 'tokens',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [798, 547],
  messages: {
    literal: 'The secret for {protects} is written in the source ("{preview}"): whoever reads the code can forge it.',
    fallback:
      'Where its variable is missing, the secret for {protects} is the one written here ("{preview}"): whoever reads the code can forge it.',
    stringified:
      'Where its variable is missing, the secret for {protects} is the word "undefined": anyone can forge it.',
    missing: 'The secret for {protects} may be undefined, which is accepted without an error: anyone can forge it.',
    used: 'It protects {protects} here.',
  },
  remedy: 'Read the secret from the environment, refuse to start without it, and replace the one that was published.',

  *check(model) {
    const uses = model.secrets.filter((secret) => message(secret) !== null && !developmentOnly(secret.conditions));
    for (const same of grouped(uses, ({ at }) => `${at.file}\0${at.start}`).values()) {
      const secret = same[0]!;
      yield {
        message: message(secret)!,
        at: secret.at,
        also: same.filter(isElsewhere).map(({ usedAt, protects }) => ({
          at: usedAt,
          message: 'used' as const,
          data: { protects },
        })),
        confidence: secret.origin === 'missing' ? 'medium' : 'high',
        key: `${secret.origin} ${secret.protects}`,
        data: { protects: secret.protects, preview: secret.preview },
      };
    }
  },
});

function message({ origin }: SecretUse): 'literal' | 'fallback' | 'stringified' | 'missing' | null {
  return origin === 'environment' || origin === 'unknown' ? null : origin;
}

function isElsewhere({ at, usedAt }: SecretUse): boolean {
  return at.file !== usedAt.file || at.start < usedAt.start || at.end > usedAt.end;
}
