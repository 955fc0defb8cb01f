import { exampleNotes, listed, type PathGap, pathGaps } from '#model';
import { defineRule, respelling } from '#rule';

/** The guard is there and in time, but its path or method does not match what it is there for. */
export default defineRule({
  id: 'guard-path-gap',
  summary: 'the path or method of an authenticating step does not match the routes it is meant for',
  severity: 'error',
  topic: 'coverage',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [306, 1287],
  messages: {
    gap: "{step} on '{path}' does not run for {routes}: {reason}.",
    test: "{step} asks for a credential on '{path}', not on {routes}: {reason}.",
    missed: '{route} is served without it.',
  },
  remedy: 'Mount the guard on the common path prefix of the routes, where it covers the path itself and all below it.',
  mends: true,

  *check(model) {
    for (const gap of pathGaps(model)) {
      const { step, entry, at, path, routes, confidence } = gap;
      const data = { step: step.name, path, routes: listed(routes), reason: reason(gap) };
      const also = exampleNotes(routes, 'missed');
      const fix = gap.kind === 'dead' && entry ? respelling(entry.pattern, false) : undefined;
      yield {
        message: entry ? 'gap' : 'test',
        ...(fix ? { fix } : {}),
        at,
        also,
        confidence,
        routes,
        key: `${step.name} ${path}`,
        data,
      };
    }
  },
});

function reason({ kind, entry }: PathGap): string {
  switch (kind) {
    case 'dead': {
      const { reason, suggestion } = entry!.pattern.defect!;
      return reason + (suggestion ? ` (write ${suggestion})` : '');
    }
    case 'doubled':
      return 'the path of the mount is in front of it already';
    case 'bare':
      return 'the wildcard needs something after the slash';
    case 'exact':
      return 'it matches this path only, nothing below it';
    case 'below':
      return 'it matches what is below this path, not the path itself';
    case 'method':
      return `it runs for ${entry!.methods.join(' and ')} only`;
  }
}
