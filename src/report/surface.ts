import { type LockDifference, printRoute, type SurfaceRoute } from '#surface';
import { Locator, type ReportInput } from './input.ts';
import { commandless, safe } from './safe.ts';
import { type Colors, colorsOf, type Look, plural } from './style.ts';
import { coverageLine } from './summary.ts';

/** What differs from the lock: one line per route and side, under the section that it belongs to. */
export function surfaceDifference(input: ReportInput, file: string, difference: LockDifference, look: Look): string {
  const colors = colorsOf(look);
  const locator = new Locator(input.textOf);
  const rows = [
    ...difference.removed.map((before) => ({ key: before, before, after: null })),
    ...difference.added.map((after) => ({ key: after, before: null, after })),
    ...difference.changed.map(([before, after]) => ({ key: after, before, after })),
  ];
  const apps = [...new Set(rows.map(({ key }) => key.app))].sort();
  const blocks = apps.flatMap((app) => [
    ...(app === '' ? [] : [colors.bold(`[${safe(app)}]`)]),
    ...rows
      .filter(({ key }) => key.app === app)
      .sort((a, b) => (a.key.path < b.key.path ? -1 : a.key.path > b.key.path ? 1 : 0))
      .flatMap(({ before, after }) => [...line('-', before, locator, colors), ...line('+', after, locator, colors)]),
    '',
  ]);
  const count = `${plural(rows.length, 'route')} ${rows.length === 1 ? 'is' : 'are'} not as in ${safe(file)}:`;
  const counsel = `Is each of them meant? Then run 'authlint surface --write' and commit the file.`;
  return commandless(`${[count, '', ...blocks, counsel].join('\n')}\n`);
}

function line(sign: '-' | '+', route: SurfaceRoute | null, locator: Locator, colors: Colors): string[] {
  if (!route) return [];
  const paint = sign === '-' ? colors.red : colors.green;
  const where = route.at ? colors.dim(`  (${safe(locator.label(route.at))})`) : '';
  return [paint(`${sign} ${safe(printRoute(route))}`) + where];
}

/** Of which routes the lock now speaks. */
export function surfaceWritten(input: ReportInput, file: string, look: Look): string {
  return `${commandless(safe(file))} written: ${coverageLine(input, colorsOf(look))}\n`;
}
