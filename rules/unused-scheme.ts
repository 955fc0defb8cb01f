import { listedNames, unusedSchemes } from '#model';
import { defineRule } from '#rule';

/** Often the forgotten half of a change: the scheme is set up, and the routes that were to use it stayed open. */
export default defineRule({
  id: 'unused-scheme',
  summary: 'a registered scheme that no step or route refers to',
  severity: 'info',
  topic: 'schemes',
  preset: 'strict',
  since: '0.1.0',
  cwe: [561],
  messages: {
    unused: 'The scheme "{name}" is registered and nothing asks for it.',
    instead: 'The scheme "{name}" is registered and nothing asks for it, only for {names}.',
  },
  remedy: 'Ask for it where it is meant to guard, make it the default, or remove it.',

  *check(model) {
    for (const { scheme, name, asked, confidence } of unusedSchemes(model)) {
      const common = { at: scheme.at, confidence, key: name };
      if (asked.length === 0) yield { message: 'unused', ...common, data: { name } };
      else yield { message: 'instead', ...common, data: { name, names: listedNames(asked) } };
    }
  },
});
