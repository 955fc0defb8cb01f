import { suppressionRules } from '#rule';
import manifest from '../../package.json' with { type: 'json' };

/** The page of a rule as the published package of this version has it. */
export function pageUrl(rule: string): string {
  const page = suppressionRules.some(({ id }) => id === rule) ? 'README.md#suppressions' : `rules/${rule}.md`;
  return `https://unpkg.com/authlint@${manifest.version}/${page}`;
}
