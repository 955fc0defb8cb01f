import { label, unreadMarks } from '#model';
import { defineRule } from '#rule';

/** What decorators or options write on a route does nothing by itself: a guard has to read it. */
export default defineRule({
  id: 'unread-requirement',
  summary: 'a role or permission written on a route that no guard of the route reads',
  severity: 'error',
  topic: 'guards',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [862],
  messages: {
    unread: '{route} demands {name} "{text}", but no guard of this route reads that: whoever gets there is served.',
    misplaced: '{name} "{text}" stands on the {place} of {route}, where {guard} does not look: it is not enforced.',
    reader: '{guard} reads such requirements, but does not run here.',
    beside: '{guard} runs here, and does not read it.',
  },
  remedy:
    'Install the guard that reads it on the route, its class or the whole application, or let it look at both places.',

  *check(model) {
    for (const { route, mark, reader, beside, confidence } of unreadMarks(model)) {
      const data = { route: label(route), name: mark.name, text: mark.text ?? '' };
      const elsewhere = mark.reader?.elsewhere ?? null;
      const about = { at: mark.at, routes: [route], key: mark.name, confidence };
      if (reader && elsewhere !== null) {
        const place = elsewhere === 'handler' ? 'class' : 'handler';
        yield { ...about, message: 'misplaced', data: { ...data, guard: reader.name, place } };
      } else {
        const told = [
          ...(beside ? [{ message: 'beside' as const, step: beside }] : []),
          ...(reader ? [{ message: 'reader' as const, step: reader }] : []),
        ];
        const also = told.map(({ message, step }) => ({ at: step.at, message, data: { guard: step.name } }));
        yield { ...about, message: 'unread', data, also };
      }
    }
  },
});
