import { broadExemptions, exampleNotes, listed } from '#model';
import { defineRule } from '#rule';

/** An exemption by substring, suffix or unanchored pattern opens whatever happens to contain it. */
export default defineRule({
  id: 'broad-exemption',
  summary: 'an exemption from a guard that frees more than it names',
  severity: 'error',
  topic: 'login',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [185, 306],
  messages: {
    broad: '{exemption} also frees {routes} from {step}, so anonymous callers are served.',
    freed: '{route} is open because of it.',
  },
  remedy: 'Compare the whole path, anchored at both ends.',

  *check(model) {
    for (const { step, exemption, freed, confidence } of broadExemptions(model)) {
      const also = exampleNotes(freed, 'freed');
      const data = { exemption: exemption.text, routes: listed(freed), step: step.name };
      yield { message: 'broad', at: exemption.at, also, confidence, routes: freed, key: exemption.text, data };
    }
  },
});
