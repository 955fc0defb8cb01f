import type { Confidence } from '#model';
import { label } from '#model';
import type { Finding, Preset, Rule, Severity, Suppressed } from '#rule';
import type { Place } from '#text';
import { allGaps, type FindingsInput, Locator } from './input.ts';
import { lineHashes } from './line-hash.ts';
import { safe, safeJson } from './safe.ts';
import { flowOf, flowTitle } from './sarif-flow.ts';
import { type Selection, selected } from './summary.ts';

export interface SarifOptions extends Selection {
  readonly version: string;
  /** All rules there are, whether or not they report anything. */
  readonly rules: readonly Rule[];
  /** The page of a rule in Markdown. */
  readonly pageOf: (rule: string) => string | null;
  /** False: what is suppressed is left out, for readers that do not know the property, as GitHub does not. */
  readonly suppressed: boolean;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** What GitHub accepts: https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit */
const MOST_RESULTS = 25_000;
const MOST_NOTES = 1000;

const LEVEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
/** GitHub's bands: above 7 high, above 4 medium, else low. */
const SCORE: Readonly<Record<Severity, string>> = { error: '8.0', warning: '5.0', info: '2.0' };
const PRECISION: Readonly<Record<Preset, string>> = { recommended: 'high', strict: 'medium', audit: 'low' };
const RANK: Readonly<Record<Confidence, number>> = { high: 90, medium: 60, low: 30 };
const WEIGHT: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** `--format sarif`: SARIF 2.1.0 with all that GitHub, Azure and editors make use of. */
export function sarif(input: FindingsInput, options: SarifOptions): string {
  const writer = new Writer(input, options);
  const known = options.suppressed ? input.suppressed : [];
  const active = selected(input, options).shown.map((finding) => ({ finding, by: null }));
  const all = [...active, ...known].sort((a, b) => WEIGHT[a.finding.severity] - WEIGHT[b.finding.severity]);
  return `${safeJson({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'authlint',
            semanticVersion: options.version,
            informationUri: 'https://www.npmjs.com/package/authlint',
            rules: options.rules.map((rule) => ruleJson(rule, options)),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [BASE]: { description: { text: 'The folder in which authlint ran.' } } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: writer.notifications(all.length) }],
        results: all.slice(0, MOST_RESULTS).map((one) => writer.result(one)),
      },
    ],
  })}\n`;
}

const BASE = '%SRCROOT%';

function ruleJson(rule: Rule, { version, pageOf }: SarifOptions) {
  const page = pageOf(rule.id);
  const summary = `${rule.summary[0]!.toUpperCase()}${rule.summary.slice(1)}.`;
  return {
    id: rule.id,
    name: rule.id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: summary },
    fullDescription: { text: `${summary} ${rule.remedy}` },
    help: { text: rule.remedy, ...(page === null ? {} : { markdown: page }) },
    ...(page === null ? {} : { helpUri: `https://unpkg.com/authlint@${version}/rules/${rule.id}.md` }),
    defaultConfiguration: { level: LEVEL[rule.severity] },
    properties: {
      tags: ['security', rule.topic, ...rule.cwe.map((id) => `external/cwe/cwe-${String(id).padStart(3, '0')}`)],
      precision: PRECISION[rule.preset],
      'security-severity': SCORE[rule.severity],
    },
  };
}

type Entry = { readonly finding: Finding; readonly by: null } | Suppressed;

class Writer {
  readonly #input: FindingsInput;
  readonly #options: SarifOptions;
  readonly #locator: Locator;
  readonly #hashes = new Map<string, readonly string[]>();

  constructor(input: FindingsInput, options: SarifOptions) {
    this.#input = input;
    this.#options = options;
    this.#locator = new Locator(input.textOf);
  }

  result(entry: Entry) {
    const { finding } = entry;
    const { model } = this.#input;
    const flow = flowOf(model, finding);
    const named = finding.routes.length > 0 ? finding.routes.map((id) => model.routes[id]!) : flow ? [flow.route] : [];
    const names = [...new Set(named.map(label))];
    return {
      ruleId: finding.rule,
      ruleIndex: this.#options.rules.findIndex((rule) => rule.id === finding.rule),
      level: LEVEL[finding.severity],
      rank: RANK[finding.confidence],
      message: { text: plain(finding.message) },
      locations: [
        {
          ...this.#location(finding.at),
          ...(names.length > 0
            ? { logicalLocations: names.map((name) => ({ fullyQualifiedName: safe(name), kind: 'resource' })) }
            : {}),
        },
      ],
      ...(finding.also.length > 0
        ? {
            relatedLocations: finding.also.map((also, index) => ({
              id: index + 1,
              ...this.#location(also.at),
              message: { text: plain(also.message) },
            })),
          }
        : {}),
      ...(flow
        ? {
            codeFlows: [
              {
                message: { text: plain(flowTitle(flow.route)) },
                threadFlows: [
                  {
                    locations: flow.stops.map(({ at, text, essential }) => ({
                      location: { ...this.#location(at), message: { text: plain(text) } },
                      importance: essential ? 'essential' : 'important',
                    })),
                  },
                ],
              },
            ],
          }
        : {}),
      partialFingerprints: {
        ...this.#lineHash(finding.at),
        'authlint/v1': finding.fingerprint,
      },
      // Either all results of a log tell whether they are suppressed, or none.
      ...(this.#options.suppressed ? { suppressions: suppressionsOf(entry) } : {}),
      properties: { confidence: finding.confidence, remedy: plain(finding.remedy) },
    };
  }

  /** What was not seen is a part of the answer: files that were left out or lost, and gaps. */
  notifications(results: number) {
    const { notes, problems, model } = this.#input;
    const at = (file: string, line?: number) => ({
      physicalLocation: {
        artifactLocation: artifact(file),
        ...(line === undefined ? {} : { region: { startLine: line } }),
      },
    });
    const told = [
      ...problems.map(({ file, reason, line }) => ['warning', `Not analysed: ${reason}`, at(file, line)] as const),
      ...notes.map(({ file, reason }) => ['warning', `Not analysed, or only in part: ${reason}`, at(file)] as const),
      ...allGaps(model).map((gap) => ['note', `Not resolved: ${gap.reason}`, this.#location(gap.at)] as const),
    ];
    const dropped = told.length - MOST_NOTES;
    const more = [
      ...(dropped > 0 ? [`${dropped} further notes are left out.`] : []),
      ...(results > MOST_RESULTS ? [`Only the ${MOST_RESULTS} gravest of ${results} results are listed.`] : []),
    ];
    return [
      ...told.slice(0, MOST_NOTES).map(([level, text, location]) => ({
        level,
        message: { text: plain(text) },
        locations: [location],
      })),
      ...more.map((text) => ({ level: 'warning', message: { text } })),
    ];
  }

  #location(at: Place) {
    const { file, line, column, endLine, endColumn } = this.#locator.at(at);
    return {
      physicalLocation: {
        artifactLocation: artifact(file),
        region: { startLine: line, startColumn: column, endLine, endColumn },
      },
    };
  }

  #lineHash(at: Place) {
    let hashes = this.#hashes.get(at.file);
    if (!hashes) {
      hashes = lineHashes(this.#input.textOf(at.file) ?? '');
      this.#hashes.set(at.file, hashes);
    }
    const hash = hashes[this.#locator.at(at).line - 1];
    return hash === undefined ? {} : { primaryLocationLineHash: hash };
  }
}

function suppressionsOf(entry: Entry) {
  if (entry.by === null) return [];
  const kind = entry.by === 'comment' ? 'inSource' : 'external';
  const justification = entry.by === 'comment' ? (entry.reason ?? '') : 'Known: it is listed in the baseline.';
  return [{ kind, status: 'accepted', justification: plain(justification) }];
}

/** Relative to the folder in which authlint ran, each part percent-encoded. */
function artifact(file: string) {
  const parts = file.split('/').map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')));
  return { uri: parts.join('/'), uriBaseId: BASE };
}

/** SARIF reads `[text](target)` in a message as a link, and text of the analysed code must not become one. */
function plain(text: string): string {
  return safe(text).replace(/\](?=\()/g, '] ');
}
