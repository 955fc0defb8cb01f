import { listedNames, nearestName, schemeNamed, schemesFor } from '#model';
import { defineRule } from '#rule';

/**
 * Names are looked up per request, among those registered on the same object by then: when and where in the text a scheme
 * is registered does not matter, its exact spelling does. Where a registration could not be read, absence is only a guess.
 */
export default defineRule({
  id: 'unknown-scheme',
  summary: 'a scheme referred to by a name under which none is registered',
  severity: 'error',
  topic: 'schemes',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [1068, 287],
  messages: {
    near: 'No scheme is registered as "{name}", but one as "{near}": {consequence}.',
    unknown: 'No scheme is registered as "{name}", only {names}: {consequence}.',
    none: 'No scheme is registered as "{name}", and none at all on this object: {consequence}.',
    registered: '"{near}" is registered here.',
  },
  remedy: 'Use the name under which the scheme is registered, or import the file that registers it.',
  mends: true,

  *check(model) {
    for (const use of model.schemeUses) {
      for (const [index, name] of use.names.entries()) {
        if (name === null || schemeNamed(model, use, name)) continue;
        const names = schemesFor(model, use).flatMap((scheme) => scheme.name ?? []);
        const near = nearestName(name, names);
        const scheme = near === null ? null : schemeNamed(model, use, near);
        const common = {
          at: use.nameAt[index] ?? use.at,
          confidence: use.registryComplete ? ('high' as const) : ('low' as const),
          key: name,
        };
        const data = { name, consequence: use.consequence };
        if (near !== null && scheme) {
          const also = [{ at: scheme.at, message: 'registered' as const, data: { near } }];
          const change = { kind: 'literal' as const, at: common.at, from: name, to: near };
          // The name may be right and the registration missing.
          const fix = { title: `Use '${near}'`, safe: false, changes: [change] };
          yield { message: 'near', ...common, also, fix, data: { ...data, near } };
        } else if (names.length > 0) {
          yield { message: 'unknown', ...common, data: { ...data, names: listedNames(names) } };
        } else {
          yield { message: 'none', ...common, data };
        }
      }
    }
  },
});
