import { type Access, type App, type Model, type Route, wayAround } from '#model';
import { chainText } from './chain.ts';
import { allGaps, Locator, type ReportInput } from './input.ts';
import { commandless, safe } from './safe.ts';
import { type Colors, clip, colorsOf, type Look, pad, plural, widthOf } from './style.ts';
import { appLines, appsOf, coverageLine, notesBlock, sectionName } from './summary.ts';

/** The table of `authlint routes`: one block per app, the gaps below. */
export function routesTable(input: ReportInput, routes: readonly Route[], look: Look): string {
  const colors = colorsOf(look);
  const locator = new Locator(input.textOf);
  const out: string[] = [];
  // A program with several entries starts the same app from each.
  const seen = new Set<string>();
  for (const app of input.model.apps) {
    const mine = routes.filter((route) => route.app === app.id);
    if (mine.length === 0) continue;
    const block = [appTitle(app, locator, colors), '', ...table(input.model, mine, locator, colors, look), ''];
    const key = block.join('\n');
    const again = [`${block[0]} ${colors.dim(`once more: the same ${plural(mine.length, 'route')}`)}`, ''];
    out.push(...section(input, app, colors), ...(seen.has(key) ? again : block));
    seen.add(key);
  }
  const all = input.model.routes.length;
  if (routes.length === 0 && all > 0) out.push('No route matches the filter.', '');
  else if (routes.length < all) out.push(colors.dim(`${routes.length} of ${plural(all, 'route')} shown`), '');
  out.push(
    ...gapsBlock(input.model, locator, colors),
    ...spaced(notesBlock(input, colors)),
    ...appLines(input, colors),
    coverageLine(input, colors),
  );
  return commandless(`${out.join('\n')}\n`);
}

export const MARKS: Readonly<Record<Access, string>> = {
  authenticated: '✔',
  optional: '◐',
  anonymous: '○',
  unknown: '?',
};

export function accessPaint(access: Access, colors: Colors): (text: string) => string {
  if (access === 'authenticated') return colors.green;
  if (access === 'optional') return colors.yellow;
  return access === 'anonymous' ? colors.red : colors.magenta;
}

/** The package, where there are several. */
function section(input: ReportInput, app: App, colors: Colors): string[] {
  return appsOf(input).length > 1 ? [colors.bold(`[${sectionName(input.appOf(app.at.file))}]`)] : [];
}

function spaced(lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? [...lines, ''] : [];
}

function appTitle(app: App, locator: Locator, colors: Colors): string {
  const name = safe(`${app.framework}${app.version ? ` ${app.version}` : ''}`);
  const detached = app.detached ? colors.magenta(' detached: no server seen around it') : '';
  return `${colors.bold(name)} ${colors.dim(`· ${safe(locator.label(app.at))}`)}${detached}`;
}

interface Row {
  readonly route: Route;
  readonly method: string;
  readonly path: string;
  readonly access: string;
  readonly scheme: string;
  readonly where: string;
}

const GAP = 2;
const LONGEST_PATH = 48;
const MOST_GAPS = 50;
const SHORTEST_CHAIN = 28;

function table(model: Model, routes: readonly Route[], locator: Locator, colors: Colors, look: Look): string[] {
  const rows = routes.map((route) => rowOf(model, route, locator));
  const widest = (column: keyof Omit<Row, 'route'>, title: string) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column])));
  const widths = {
    method: widest('method', 'METHOD'),
    path: Math.min(widest('path', 'PATH'), look.width === null ? Number.POSITIVE_INFINITY : LONGEST_PATH),
    access: widest('access', 'ACCESS'),
    scheme: rows.some((row) => row.scheme !== '') ? widest('scheme', 'SCHEME') : 0,
    where: widest('where', 'WHERE'),
  };
  const fixed = Object.values(widths).reduce((sum, width) => sum + (width > 0 ? width + GAP : 0), 1);
  const room = look.width === null ? null : look.width - fixed;
  // Too narrow for a column of its own: the chain gets the line below.
  const below = room !== null && room < SHORTEST_CHAIN;
  const tight = room !== null && room < -GAP;
  const chains = rows.map((row) => {
    const width = below ? Math.max(20, look.width! - widths.method - GAP - 1) : room;
    return { plain: plainChain(model, row.route, width), painted: chainText(model, row.route, width, colors) };
  });
  const chainWidth = below ? 0 : Math.max(5, ...chains.map((chain) => widthOf(chain.plain)));
  const lines = [header(tight ? { ...widths, where: 0 } : widths, chainWidth, colors)];
  rows.forEach((row, i) => {
    const { plain, painted } = chains[i]!;
    const filled = painted + ' '.repeat(Math.max(0, chainWidth - widthOf(plain)));
    lines.push(rowText(row, tight ? { ...widths, where: 0 } : widths, below ? null : filled, colors));
    if (!below) return;
    const indent = ' '.repeat(widths.method + GAP + 1);
    lines.push(indent + painted);
    if (tight) lines.push(indent + colors.dim(row.where));
  });
  return lines;
}

function plainChain(model: Model, route: Route, width: number | null): string {
  return chainText(model, route, width, colorsOf({ color: false, width }));
}

function rowOf(model: Model, route: Route, locator: Locator): Row {
  const also = [
    ...(route.shadowedBy === null ? [] : ['shadowed']),
    ...(route.forgeable ? ['forgeable'] : []),
    ...(wayAround(model, route) ? ['bypassable'] : []),
    ...(route.conditions.length > 0 ? ['sometimes'] : []),
  ];
  return {
    route,
    method: safe(route.method),
    path: safe(route.path),
    access: `${MARKS[route.access]} ${route.access}${also.map((one) => ` (${one})`).join('')}`,
    scheme: safe([...route.schemes, ...route.requirements].join(' ')),
    where: safe(locator.label(route.at)),
  };
}

/** What another route answers is no verdict about anybody's requests. */
function paintOf({ access, shadowedBy }: Route, colors: Colors): (text: string) => string {
  return shadowedBy === null ? accessPaint(access, colors) : colors.dim;
}

type Widths = Readonly<Record<'method' | 'path' | 'access' | 'scheme' | 'where', number>>;

function header(widths: Widths, chainWidth: number, colors: Colors): string {
  const cells = [
    pad('METHOD', widths.method),
    pad('PATH', widths.path),
    pad('ACCESS', widths.access),
    ...(widths.scheme > 0 ? [pad('SCHEME', widths.scheme)] : []),
    ...(chainWidth > 0 ? [pad('CHAIN', chainWidth)] : []),
    ...(widths.where > 0 ? ['WHERE'] : []),
  ];
  return colors.dim(` ${cells.join(' '.repeat(GAP))}`);
}

function rowText(row: Row, widths: Widths, chain: string | null, colors: Colors): string {
  const cells = [
    colors.bold(pad(row.method, widths.method)),
    pad(clip(row.path, widths.path), widths.path),
    paintOf(row.route, colors)(pad(row.access, widths.access)),
    ...(widths.scheme > 0 ? [colors.cyan(pad(row.scheme, widths.scheme))] : []),
    ...(chain === null ? [] : [chain]),
    ...(widths.where > 0 ? [colors.dim(row.where)] : []),
  ];
  return ` ${cells.join(' '.repeat(GAP))}`;
}

function gapsBlock(model: Model, locator: Locator, colors: Colors): string[] {
  const gaps = allGaps(model);
  if (gaps.length === 0) return [];
  const rest = gaps.length - MOST_GAPS;
  return [
    colors.magenta(`${plural(gaps.length, 'gap')}: what could not be resolved`),
    ...gaps.slice(0, MOST_GAPS).map((gap) => `  ${safe(locator.label(gap.at))}  ${safe(gap.reason)}`),
    ...(rest > 0 ? [`  … and ${rest} more (--format json lists all)`] : []),
    '',
  ];
}
