import { defineRule } from '#rule';

/** Whether an unnamed scheme means a default is the front end's knowledge: a use that falls back to one names it. */
export default defineRule({
  id: 'unset-default-scheme',
  summary: 'authentication demanded without naming a scheme where no default is set',
  severity: 'error',
  topic: 'schemes',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [1068, 287],
  messages: {
    unnamed: 'Authentication is demanded here, but no scheme is named and none is the default: {consequence}.',
  },
  remedy: 'Name the scheme that the request is meant to be authenticated with.',

  *check(model) {
    for (const use of model.schemeUses) {
      if (use.names.length > 0) continue;
      yield {
        message: 'unnamed',
        at: use.at,
        confidence: use.registryComplete ? 'high' : 'medium',
        key: 'unnamed',
        data: { consequence: use.consequence },
      };
    }
  },
});
