import { deadExemptions, label } from '#model';
import { defineRule } from '#rule';

/** An exemption that matches nothing leaves locked what it was written to open. */
export default defineRule({
  id: 'dead-exemption',
  summary: 'an exemption from a guard that never matches',
  severity: 'error',
  topic: 'login',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [1287],
  messages: {
    near: '{exemption} never matches, so {route} stays behind {step}: {reason}.',
    nothing: '{exemption} matches no route behind {step}.',
    route: '{route} was probably meant.',
  },
  remedy:
    'Write the exemption as the guard compares it: the full path with its mounts, in the syntax that the guard understands.',

  *check(model) {
    for (const { step, exemption, route, confidence } of deadExemptions(model)) {
      const common = { at: exemption.at, confidence, key: exemption.text };
      const data = { exemption: exemption.text, step: step.name };
      if (route && exemption.near) {
        const also = [{ at: route.at, message: 'route' as const, data: { route: label(route) } }];
        yield {
          message: 'near',
          ...common,
          also,
          data: { ...data, route: label(route), reason: exemption.near.reason },
        };
      } else {
        yield { message: 'nothing', ...common, severity: 'warning', data };
      }
    }
  },
});
