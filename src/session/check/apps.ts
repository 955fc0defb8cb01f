import type { AppSettings, Settings } from '#config';
import { routeGlob } from '#link';
import type { Model, Route } from '#model';
import type { Finding } from '#rule';
import type { Files } from '../files/files.ts';
import { gitRoot } from '../files/git.ts';
import { absolute, isWithin, relative } from '../files/paths.ts';
import { Disk } from '../imports/disk.ts';
import { Packages } from '../imports/packages.ts';
import { type Case, judge, type Verdict } from './judge.ts';

export interface Workspace {
  /** Relative to the working directory. */
  readonly folder: string;
  readonly name: string;
}

/** The packages of the workspace (npm, pnpm, yarn, lerna) around a folder, those below it only. */
export function workspacesIn(files: Files, folder: string): Workspace[] {
  const cwd = absolute(folder, '.');
  const packages = new Packages(new Disk(files), new Set([gitRoot(cwd) ?? cwd]));
  return packages
    .members(cwd)
    .map((one) => ({ folder: relative(cwd, one.folder), name: String(one.json['name'] ?? '') }))
    .filter((one) => one.folder !== '.' && !one.folder.startsWith('..'))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** Declares routes public, or there to log in, where their package says so. */
export function declared(model: Model, apps: readonly AppSettings[]): Model {
  const some = apps.filter((app) => app.publicRoutes.length + app.loginRoutes.length > 0);
  if (some.length === 0) return model;
  const tests = some.map(({ folder, publicRoutes, loginRoutes }) => ({
    folder,
    isPublic: publicRoutes.map(routeGlob),
    isLogin: loginRoutes.map(routeGlob),
  }));
  const routes = model.routes.map((route): Route => {
    const mine = tests.filter(({ folder }) => isBelow(folder, model.apps[route.app]!.at.file));
    const meets = (all: readonly ReturnType<typeof routeGlob>[]) => all.some((test) => test(route.method, route.path));
    const declaredPublic = route.declaredPublic || mine.some(({ isPublic }) => meets(isPublic));
    return { ...route, declaredPublic, purpose: mine.some(({ isLogin }) => meets(isLogin)) ? 'login' : route.purpose };
  });
  return { ...model, routes };
}

/** Severities and options for a file: its package's on top of those for all. */
export function rulesFor(file: string, { rules, apps }: Settings): Settings['rules'] {
  const own = apps.findLast(({ folder }) => isBelow(folder, file));
  return own ? { ...rules, ...own.rules } : rules;
}

/** Judges every package by its own settings, and what belongs to none by those for all. */
export function judgeApps(
  model: Model,
  all: Case,
  apps: readonly AppSettings[],
  preset: Case['preset'] | null,
): Verdict {
  const own = apps.filter((app) => app.preset !== null || Object.keys(app.rules).length > 0);
  const base = judge(model, all);
  if (own.length === 0) return base;
  const ownerOf = (finding: Finding) => own.findLast(({ folder }) => isBelow(folder, finding.at.file)) ?? null;
  const verdicts = own.map((app) => ({
    app,
    verdict: judge(model, {
      ...all,
      preset: preset ?? app.preset ?? all.preset,
      settings: { ...all.settings, ...app.rules },
    }),
  }));
  const parts = [{ app: null, verdict: base }, ...verdicts];
  return {
    everything: base.everything,
    findings: parts.flatMap(({ app, verdict }) => verdict.findings.filter((one) => ownerOf(one) === app)).sort(inPlace),
    suppressed: parts
      .flatMap(({ app, verdict }) => verdict.suppressed.filter((one) => ownerOf(one.finding) === app))
      .sort((a, b) => inPlace(a.finding, b.finding)),
  };
}

function isBelow(folder: string, file: string): boolean {
  return folder === '.' || folder === '' ? !file.startsWith('../') : isWithin(`/${folder}`, `/${file}`);
}

function inPlace(a: Finding, b: Finding): number {
  return a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : a.at.start - b.at.start;
}
