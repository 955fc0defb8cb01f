import { createHash } from 'node:crypto';
import type { Facts } from '#facts';
import { label, type Model } from '#model';
import { LineTable, unmistakable } from '#text';
import type { Finding } from './finding.ts';
import { symbolAt } from './symbol.ts';

/** What a finding's identity needs to know about its file. */
export interface Sources {
  textOf(file: string): string | null;
  factsOf(file: string): Facts | null;
}

/**
 * Gives findings their identity: what they are about, without lines, so that it stays when code moves and changes when
 * another defect takes the place of one that was fixed. A finding about routes has one entry for each of them, so that
 * one more open route is not hidden behind those that were known. Any other finding is known by the function it stands
 * in, and by the beginning of its code.
 */
export function identified(findings: readonly Finding[], model: Model, sources: Sources): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const entries = [...new Set(entriesOf(finding, model, sources))].sort().map((entry) => {
      const nth = (seen.get(entry) ?? 0) + 1;
      seen.set(entry, nth);
      // Told apart by their order, so that none hides another.
      return nth === 1 ? entry : `${entry}\t#${nth}`;
    });
    return { ...finding, identity: entries, fingerprint: hash(entries.join('\n')).slice(0, 16) };
  });
}

function entriesOf(finding: Finding, model: Model, sources: Sources): string[] {
  if (finding.routes.length === 0) return [entryWithoutRoute(finding, sources)];
  return finding.routes.map((id) => {
    const route = model.routes[id]!;
    const code = route.path.includes('<unknown>') ? codeAt(route.at, sources) : '';
    return entry(finding.rule, model.apps[route.app]!.at.file, label(route), finding.key, code);
  });
}

function entryWithoutRoute({ rule, at, key }: Finding, sources: Sources): string {
  const facts = sources.factsOf(at.file);
  const symbol = (facts && symbolAt(facts, at.start)) || 'module';
  return entry(rule, at.file, symbol, key, codeAt(at, sources));
}

function entry(...fields: readonly string[]): string {
  return fields
    .filter((field) => field !== '')
    .map(unmistakable)
    .join('\t');
}

const LONGEST_CODE = 120;

/** A short hash of the code's first line as far as formatting does not matter. Of literals only what reports show anyway counts. */
function codeAt({ file, start, end }: Finding['at'], { textOf }: Sources): string {
  const text = textOf(file) ?? '';
  const lines = new LineTable(text.slice(start, Math.min(end, start + LONGEST_CODE)));
  const code = lines
    .line(1)
    .replace(/(["'`])((?:(?!\1).)*)(\1|$)/g, (_, _open, content: string) => `'${content.slice(0, 4)}'`)
    .replace(/\s+|[,;]+(?=\s*[)\]}]|\s*$)/g, '');
  return `~${hash(code).slice(0, 8)}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
