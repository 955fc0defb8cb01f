export { explainRoute } from './explain-route.ts';
export { explainRule } from './explain-rule.ts';
export type { FindingsInput, ReportInput } from './input.ts';
export { findingsJson, routesJson } from './json.ts';
export { alsoMatching, matchRoutes, type RouteMatch, suggestRoutes } from './match.ts';
export { type PrettyOptions, pretty } from './pretty.ts';
export { routesTable } from './routes.ts';
export { safe, safeJson } from './safe.ts';
export type { Look } from './style.ts';
