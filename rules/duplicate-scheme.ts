import { replacedSchemes } from '#model';
import { defineRule } from '#rule';

/** The later registration wins for every use, also for those written with the earlier one in mind. */
export default defineRule({
  id: 'duplicate-scheme',
  summary: 'two schemes under one name, of which one silently replaces the other',
  severity: 'error',
  topic: 'schemes',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [694],
  messages: {
    duplicate: 'The name "{name}" is taken already: this scheme silently replaces the earlier one everywhere.',
    earlier: '"{name}" is first registered here.',
  },
  remedy: 'Give each scheme a name of its own, and name it where it is used.',

  *check(model) {
    for (const { name, earlier, later, confidence } of replacedSchemes(model)) {
      yield {
        message: 'duplicate',
        at: later.at,
        also: [{ at: earlier.at, message: 'earlier', data: { name } }],
        confidence,
        key: name,
        data: { name },
      };
    }
  },
});
