import { type Model, type Route, label as routeLabel, stepOf, wayAround } from '#model';
import type { Finding, Suppressed } from '#rule';
import { editsOf, type Fix } from '#rule';
import { allGaps, type FindingsInput, Locator, type ReportInput } from './input.ts';
import { safeJson } from './safe.ts';
import { type Selection, selected } from './summary.ts';

const VERSION = 1;

/** `authlint check --format json`. Fields are only ever added. */
export function findingsJson(input: FindingsInput, options: { readonly version: string } & Selection): string {
  const locator = new Locator(input.textOf);
  return `${safeJson({
    version: VERSION,
    tool: { name: 'authlint', version: options.version },
    findings: selected(input, options).shown.map((finding) => findingJson(finding, input, locator)),
    gaps: gapsJson(input.model, locator),
    summary: { ...summaryJson(input), suppressed: input.suppressed.length },
    notes: notesJson(input),
    suppressed: input.suppressed.map((one) => suppressedJson(one, input, locator)),
  })}\n`;
}

/** `authlint routes --format json`: the routes that were asked for, with the apps and gaps of the whole program. */
export function routesJson(input: ReportInput, routes: readonly Route[]): string {
  const locator = new Locator(input.textOf);
  const { model } = input;
  return `${safeJson({
    version: VERSION,
    apps: model.apps.map((app) => {
      const { file, line } = locator.at(app.at);
      const { id, framework, version, detached } = app;
      return { id, framework, version, file, line, detached, package: input.appOf(app.at.file) };
    }),
    routes: routes.map((route) => routeJson(model, route, locator)),
    gaps: gapsJson(model, locator),
    summary: summaryJson(input),
    notes: notesJson(input),
  })}\n`;
}

function suppressedJson({ finding, by, reason }: Suppressed, input: ReportInput, locator: Locator) {
  return { by, reason, ...findingJson(finding, input, locator) };
}

function findingJson(finding: Finding, { model, appOf }: ReportInput, locator: Locator) {
  const { rule, severity, confidence, message, remedy, fix, fingerprint } = finding;
  return {
    rule,
    severity,
    confidence,
    message,
    ...locator.at(finding.at),
    also: finding.also.map((also) => ({ message: also.message, ...locator.at(also.at) })),
    fix: fix && fixJson(fix, locator),
    fingerprint,
    remedy,
    routes: finding.routes.map((id) => routeLabel(model.routes[id]!)),
    package: appOf(finding.at.file),
  };
}

function routeJson(model: Model, route: Route, locator: Locator) {
  const app = model.apps[route.app]!;
  const { file, line, column } = locator.at(route.at);
  return {
    app: route.app,
    framework: app.framework,
    method: route.method,
    path: route.path,
    file,
    line,
    column,
    access: route.access,
    schemes: route.schemes,
    requirements: route.requirements,
    chain: route.chain.map((link) => {
      const step = stepOf(model, link.step);
      const at = locator.at(step.at);
      return {
        name: step.name,
        role: step.role,
        file: at.file,
        line: at.line,
        covers: link.covers,
        outcome: link.outcome,
        conditions: link.conditions.map((one) => locator.condition(one)),
      };
    }),
    gaps: route.gaps.map((gap) => ({ reason: gap.reason, ...short(locator, gap.at) })),
    why: route.why,
    guard: route.guard === null ? null : route.chain.findIndex((link) => link.step === route.guard),
    forgeable: route.forgeable,
    bypass: wayAround(model, route)?.path ?? null,
    detached: app.detached,
    purpose: route.purpose,
    declaredPublic: route.declaredPublic,
    conditions: route.conditions.map((one) => locator.condition(one)),
    preflight: route.preflight.answer,
    shadowed: route.shadowedBy !== null,
  };
}

/** Null where the text does not allow the edits: the fix is then a sentence, in `remedy`. */
function fixJson(fix: Fix, locator: Locator) {
  const edits = editsOf(fix, (file) => locator.table(file).text);
  if (!edits) return null;
  return {
    title: fix.title,
    safe: fix.safe,
    edits: edits.map(({ at, text }) => ({ ...locator.at(at), start: at.start, end: at.end, text })),
  };
}

function gapsJson(model: Model, locator: Locator) {
  return allGaps(model).map((gap) => ({ reason: gap.reason, ...short(locator, gap.at) }));
}

function short(locator: Locator, place: Parameters<Locator['at']>[0]) {
  const { file, line, column } = locator.at(place);
  return { file, line, column };
}

function summaryJson({ summary }: ReportInput) {
  const { files, analysed, apps, routes, access } = summary;
  return { files, analysed, apps, routes, access };
}

export function notesJson({ notes, problems }: Pick<ReportInput, 'notes' | 'problems'>) {
  return [
    ...notes.map(({ file, reason }) => ({ file, reason })),
    ...problems.map(({ file, reason, line }) => ({ file, reason, ...(line === undefined ? {} : { line }) })),
  ];
}
