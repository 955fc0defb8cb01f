import { examples, grouped, label, prematureReaders, rejection } from '#model';
import { defineRule } from '#rule';

/** A step that judges a principal which only a later step establishes judges everybody as nobody. */
export default defineRule({
  id: 'authorization-before-authentication',
  summary: 'a step that needs the principal runs before the step that establishes it',
  severity: 'error',
  topic: 'ordering',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [696, 863],
  messages: {
    early:
      '{step} judges req.{property} before {establisher} has set it: everyone who asks for {route} is {rejection}.',
    outrun:
      '{establisher} sets req.{property} only after {count} steps have judged it, and everyone is judged as nobody.',
    missing: '{step} judges req.{property}, which nothing on the way to {route} sets: everyone is {rejection}.',
    establishes: '{establisher} sets req.{property} here, too late.',
    judges: '{step} judges it here.',
  },
  remedy: 'Install the authenticating step before the step that asks who the caller is.',

  *check(model) {
    const premature = prematureReaders(model);
    for (const [establisher, readers] of grouped(premature, (reader) => reader.establisher)) {
      const [first] = readers;
      if (establisher && first && readers.length > 1) {
        const also = readers
          .slice(0, 5)
          .map(({ step }) => ({ at: step.at, message: 'judges' as const, data: { step: step.name } }));
        const data = { establisher: establisher.name, property: first.property, count: readers.length };
        yield {
          message: 'outrun',
          at: establisher.at,
          also,
          confidence: first.confidence,
          key: establisher.name,
          data,
        };
        continue;
      }
      for (const { step, property, routes, confidence } of readers) {
        const route = examples(routes).map(label)[0] ?? '';
        const common = { at: step.at, confidence, key: step.name };
        const data = { step: step.name, property, route, rejection: rejection(step) };
        if (establisher) {
          const also = [
            { at: establisher.at, message: 'establishes' as const, data: { establisher: establisher.name, property } },
          ];
          yield { message: 'early', ...common, also, data: { ...data, establisher: establisher.name } };
        } else {
          yield { message: 'missing', ...common, data };
        }
      }
    }
  },
});
