import {
  type Caller,
  type ChainLink,
  label,
  type Model,
  type Outcome,
  type Role,
  type Route,
  type Step,
  stepOf,
  wayAround,
} from '#model';
import { Locator, type ReportInput } from './input.ts';
import { accessPaint, MARKS } from './routes.ts';
import { commandless, safe } from './safe.ts';
import { type Colors, colorsOf, type Look, pad, widthOf, wrap } from './style.ts';

/** The pipeline of one route, step by step, and what each caller meets. */
export function explainRoute(input: ReportInput, route: Route, look: Look): string {
  const colors = colorsOf(look);
  const locator = new Locator(input.textOf);
  const { model } = input;
  const app = model.apps[route.app]!;
  const access = accessPaint(route.access, colors)(`${MARKS[route.access]} ${route.access}`);
  const doubts = [...(route.forgeable ? [' (forgeable)'] : []), ...(wayAround(model, route) ? [' (bypassable)'] : [])];
  const out = [
    `${colors.bold(safe(label(route)))}  ${access}${colors.red(doubts.join(''))}`,
    colors.dim(
      `${safe(locator.label(route.at))} · ${safe(app.framework)}${app.version ? ` ${safe(app.version)}` : ''}`,
    ),
    wrap(safe(sentence(route.why)), look.width, ''),
    ...remarks(model, route, locator, colors),
    '',
    colors.bold('Pipeline'),
    ...route.chain.flatMap((link, i) => stepLines(model, route, link, i, { locator, colors, look })),
    ...lateLines(model, route, locator, colors),
    '',
    colors.bold('What a request meets'),
    ...CALLERS.map(
      ([caller, name]) => `  ${pad(name, widestCaller)}  ${journey(model, route, caller, locator, colors)}`,
    ),
    `  ${pad('a preflight', widestCaller)}  ${preflight(model, route, locator, colors)}`,
  ];
  if (route.gaps.length > 0) {
    out.push('', colors.magenta('Gaps'));
    for (const gap of route.gaps) out.push(`  ${safe(locator.label(gap.at))}  ${safe(gap.reason)}`);
  }
  return commandless(`${out.join('\n')}\n`);
}

const CALLERS: readonly (readonly [Caller, string])[] = [
  ['none', 'without credentials'],
  ['bad', 'with a bad token'],
  ['good', 'with a good token'],
];
const widestCaller = Math.max(...CALLERS.map(([, name]) => widthOf(name)));

/** Not capitalised: it often starts with an identifier. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function remarks(model: Model, route: Route, locator: Locator, colors: Colors): string[] {
  const lines: string[] = [];
  if (route.schemes.length > 0) lines.push(`scheme ${route.schemes.join(', ')}`);
  if (route.requirements.length > 0) lines.push(`requires ${route.requirements.join(', ')}`);
  if (route.purpose) lines.push(`purpose: ${route.purpose}`);
  if (route.declaredPublic) lines.push('declared public in the configuration');
  for (const one of route.conditions) lines.push(`only if ${locator.condition(one)}`);
  for (const at of route.mounts) lines.push(`mounted at ${locator.label(at)}`);
  const above = route.shadowedBy === null ? undefined : model.routes[route.shadowedBy];
  if (above) lines.push(`never reached: ${label(above)} (${locator.label(above.at)}) takes all its requests`);
  return lines.map((line) => colors.dim(`  ${safe(line)}`));
}

interface Drawing {
  readonly locator: Locator;
  readonly colors: Colors;
  readonly look: Look;
}

function stepLines(model: Model, route: Route, link: ChainLink, index: number, drawing: Drawing): string[] {
  const { locator, colors, look } = drawing;
  const step = stepOf(model, link.step);
  const number = String(index + 1).padStart(String(route.chain.length).length);
  const decides = route.guard === link.step ? colors.green('  ← decides') : '';
  const indent = ' '.repeat(number.length + 4);
  const places = [
    `${step.role}`,
    locator.label(step.at),
    ...(step.definedAt && locator.label(step.definedAt) !== locator.label(step.at)
      ? [`defined at ${locator.label(step.definedAt)}`]
      : []),
    ...(step.library ? [`${step.library.package}${step.library.version ? `@${step.library.version}` : ''}`] : []),
  ];
  const details = [
    ...(step.why ? [sentence(step.why)] : []),
    ...link.conditions.map((one) => `only if ${locator.condition(one)}.`),
    ...(link.covers === 'some' && link.conditions.length === 0 ? ['covers only some of its paths.'] : []),
    ...(link.bypass ? [`lets ${link.bypass.path} pass, which the framework serves all the same.`] : []),
    ...step.flaws.map((flaw) => sentence(flaw.consequence)),
  ];
  return [
    `  ${colors.dim(`${number}.`)} ${colors.bold(safe(step.name))}${decides}`,
    colors.dim(`${indent}${safe(places.join(' · '))}`),
    ...details.map((detail) => wrap(safe(detail), look.width, indent)),
  ];
}

/** Where these stand behind a route, they are not missed by it. */
const BEHIND: ReadonlySet<Role> = new Set<Role>(['static', 'handler', 'error', 'log']);

function lateLines(model: Model, route: Route, locator: Locator, colors: Colors): string[] {
  const steps = route.late.map((link) => stepOf(model, link.step)).filter((step) => !BEHIND.has(step.role));
  if (steps.length === 0) return [];
  return [
    '',
    colors.yellow('Too late for this route'),
    ...steps.map((step) => {
      return `  ${safe(step.name)} ${colors.dim(`${step.role} · ${safe(locator.label(step.at))}`)}`;
    }),
  ];
}

/** The first step that ends the request decides what this caller meets. */
function journey(model: Model, route: Route, caller: Caller, locator: Locator, colors: Colors): string {
  let doubt: Step | null = null;
  for (const link of route.chain) {
    const step = stepOf(model, link.step);
    const outcome = link.outcome[caller];
    if (step.handlesErrors || outcome === 'continues') continue;
    const by = `by ${safe(step.name)} ${colors.dim(`(${safe(locator.label(step.at))})`)}`;
    if (outcome === 'unknown' || link.covers === 'some') {
      doubt ??= step;
      continue;
    }
    const ending = `${endings(step, outcome, colors)} ${by}`;
    return doubt ? `${ending}, unless ${safe(doubt.name)} ends it before` : ending;
  }
  return doubt ? colors.magenta(`unknown: nobody knows what ${safe(doubt.name)} does`) : 'passes all steps';
}

function endings(step: Step, outcome: Outcome, colors: Colors): string {
  if (outcome === 'rejects') return colors.yellow(`rejected${step.status === null ? '' : ` with ${step.status}`}`);
  if (outcome === 'answers') return colors.green('answered');
  return outcome === 'both' ? colors.red('rejected, and goes on all the same,') : colors.red('left hanging');
}

function preflight(model: Model, route: Route, locator: Locator, colors: Colors): string {
  const { answer, by, corsBehind } = route.preflight;
  const who =
    by === null
      ? ''
      : ` by ${safe(stepOf(model, by).name)} ${colors.dim(`(${safe(locator.label(stepOf(model, by).at))})`)}`;
  if (answer === 'cors') return `${colors.green('answered with CORS headers')}${who}`;
  if (answer === 'automatic') return 'answered by the framework, without CORS headers';
  if (answer === 'handled') return `answered${who}`;
  if (answer === 'unknown') return colors.magenta('unknown');
  const status = by === null ? null : stepOf(model, by).status;
  const behind = corsBehind === null ? '' : `; ${safe(stepOf(model, corsBehind).name)} comes too late`;
  return `${colors.yellow(`rejected${status === null ? '' : ` with ${status}`}`)}${who}${behind}`;
}
