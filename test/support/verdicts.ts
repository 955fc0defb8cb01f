import type { Model, Route } from '#model';
import { chainOf } from '#model';
import type { Finding } from '#rule';
import type { Place } from '#text';
import { LineTable } from '#text';
import type { Expectation } from './expectations.ts';
import { expectationsIn } from './expectations.ts';

type Line = string;

/** Compares, both ways, what a program says about itself with what authlint says: every line of the result is a failure. */
export class Verdicts {
  readonly failures: string[] = [];
  readonly expectations: readonly Expectation[];
  readonly #tables: ReadonlyMap<string, LineTable>;

  constructor(texts: ReadonlyMap<string, string>) {
    this.expectations = [...texts].flatMap(([file, text]) => expectationsIn(file, text));
    this.#tables = new Map([...texts].map(([file, text]) => [file, new LineTable(text)]));
  }

  lineOf({ file, start }: Place): Line {
    return `${file}:${this.#tables.get(file)?.at(start).line ?? '?'}`;
  }

  findings(findings: readonly Finding[]): void {
    for (const finding of findings) {
      const line = this.lineOf(finding.at);
      const [exact] = this.#at(line, ['expect', 'spurious'], finding.rule).filter(({ text }) =>
        finding.message.includes(text),
      );
      if (this.#at(line, ['missing'], finding.rule).length > 0) {
        this.#fail(line, `the limit is gone: write 'expect: ${finding.rule}' instead of 'missing'`);
      } else if (!exact) this.#fail(line, `unexpected finding: ${finding.rule} "${finding.message}"`);
      for (const also of finding.also) {
        const there = this.lineOf(also.at);
        if (there === line || this.#at(there, ['also'], finding.rule).some(({ text }) => also.message.includes(text)))
          continue;
        this.#fail(there, `unexpected place of ${finding.rule} (${line}): "${also.message}"`);
      }
    }
    for (const { tag, subject, text, ...at } of this.expectations) {
      const line = `${at.file}:${at.line}`;
      const same = findings.filter((finding) => finding.rule === subject);
      if (tag === 'expect' || tag === 'spurious') {
        if (same.some((finding) => this.lineOf(finding.at) === line && finding.message.includes(text))) continue;
        this.#fail(
          line,
          tag === 'expect' ? `no finding: ${subject} "${text}"` : `the limit is gone: remove 'spurious: ${subject}'`,
        );
      }
      const places = same.flatMap((finding) => finding.also);
      if (tag === 'also' && !places.some((also) => this.lineOf(also.at) === line && also.message.includes(text))) {
        this.#fail(line, `no finding of ${subject} names this line`);
      }
    }
  }

  routes(model: Model): void {
    const name = (route: Route) =>
      chainOf(model, route)
        .map((step) => step.name)
        .join(' > ');
    this.#facts(
      'access',
      model.routes,
      (route) => route.at,
      (route) => route.access,
    );
    this.#facts('chain', model.routes, (route) => route.at, name);
  }

  /** Gaps are two-way everywhere: what the model admits not to know is written where it stands. */
  gaps(model: Model): void {
    const all = [...model.gaps, ...model.routes.flatMap((route) => route.gaps)];
    const seen = new Set<string>();
    for (const gap of all) {
      const line = this.lineOf(gap.at);
      const isExpected = this.#at(line, ['gap']).some(({ subject }) => gap.reason.includes(subject));
      if (!isExpected && !seen.has(line + gap.reason)) this.#fail(line, `unexpected gap: ${gap.reason}`);
      seen.add(line + gap.reason);
    }
    for (const { subject, ...at } of this.expectations.filter(({ tag }) => tag === 'gap')) {
      const line = `${at.file}:${at.line}`;
      const here = all.filter((gap) => this.lineOf(gap.at) === line);
      if (!here.some((gap) => gap.reason.includes(subject))) this.#fail(line, `no gap says "${subject}"`);
    }
  }

  /** A line may register several routes: the distinct values are compared, one tag for each. */
  #facts<T>(tag: 'access' | 'chain', items: readonly T[], place: (item: T) => Place, value: (item: T) => string): void {
    const lines = new Set(
      this.expectations.filter((one) => one.tag === tag).map(({ file, line }) => `${file}:${line}`),
    );
    for (const line of lines) {
      const told = [...new Set(this.#at(line, [tag]).map(({ subject }) => subject))].sort();
      const seen = [...new Set(items.filter((item) => this.lineOf(place(item)) === line).map(value))].sort();
      if (told.join('\n') !== seen.join('\n')) {
        this.#fail(line, `${tag} is ${seen.join(' | ') || 'nothing (no route here)'}, not ${told.join(' | ')}`);
      }
    }
  }

  #at(line: Line, tags: readonly string[], subject?: string): Expectation[] {
    return this.expectations.filter(
      (one) =>
        tags.includes(one.tag) &&
        `${one.file}:${one.line}` === line &&
        (subject === undefined || one.subject === subject),
    );
  }

  #fail(line: Line, text: string): void {
    this.failures.push(`${line}  ${text}`);
  }
}
