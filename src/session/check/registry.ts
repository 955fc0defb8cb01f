import { type Rule, suppressionRules } from '#rule';
import { rules } from '#rules';

export { rules };

/** Everything that can be named in a configuration, a suppression or on the command line. */
export const allRules: readonly Rule[] = [...rules, ...suppressionRules];
