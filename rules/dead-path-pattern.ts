import { deadPatterns } from '#model';
import { defineRule, respelling } from '#rule';

/** Pattern syntax changed between versions: what one of them takes for a wildcard the other throws at, or takes literally. */
export default defineRule({
  id: 'dead-path-pattern',
  summary: 'a path pattern that throws at start-up or never matches in the installed version',
  severity: 'error',
  topic: 'errors',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [1287],
  messages: {
    throws: "'{path}' makes {framework} throw at start-up: {reason}{suggestion}.",
    dead: "'{path}' matches no useful request in {framework}: {reason}{suggestion}.",
  },
  remedy: 'Write the pattern in the syntax of the installed version.',
  mends: true,

  *check(model) {
    for (const { pattern, mayServe, framework, confidence } of deadPatterns(model)) {
      const { kind, reason, suggestion } = pattern.defect;
      const data = { path: pattern.text, framework, reason, suggestion: suggestion ? `; write ${suggestion}` : '' };
      const fix = respelling(pattern, mayServe);
      yield { message: kind, at: pattern.at, confidence, ...(fix ? { fix } : {}), key: pattern.text, data };
    }
  },
});
