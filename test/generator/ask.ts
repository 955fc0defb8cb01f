import { callers, preflight } from '../support/callers.ts';
import type { StepFunction, Visit } from '../support/express.ts';
import type { Answer } from '../support/inject.ts';
import { inject } from '../support/inject.ts';
import { joined } from './paths.ts';
import type { ExpectedRoute } from './render.ts';

/** What one caller met on one route. */
export interface Met {
  readonly reached: boolean;
  readonly status: number | null;
  readonly visits: readonly SeenStep[];
}

export interface SeenStep {
  /** `s7`, `h3`; null for a function that is not written in the setup (a library's). */
  readonly name: string | null;
  readonly outcome: 'continues' | 'rejects' | 'answers' | 'neither' | 'route';
  readonly handlesError: boolean;
}

export interface Observed {
  readonly none: Met;
  readonly bad: Met;
  readonly good: Met;
  readonly preflight: { readonly status: number | null; readonly cors: boolean; readonly visits: readonly SeenStep[] };
}

const markers = /\b(?:make_|checks_)?([sh]\d+)\b/;

/** The name that the generator gave to the function or to whatever the text names first. */
export function markerIn(text: string): string | null {
  return markers.exec(text)?.[1] ?? null;
}

/** Asks one route as each of the four callers. Several ways to be bad or good count together. */
export async function askRoute(app: StepFunction, route: ExpectedRoute, path: string): Promise<Observed> {
  const method = route.method === 'ALL' ? 'GET' : route.method;
  const met = async (caller: keyof typeof callers): Promise<Met> => {
    const all: Met[] = [];
    for (const headers of callers[caller]) {
      const answer = await inject(app, { method, path, headers });
      all.push({
        reached: reaches(answer, route),
        status: answer.status,
        visits: answer.trail.map((visit) => seen(visit, answer)),
      });
    }
    return all.find((one) => one.reached) ?? all[0]!;
  };
  const asked = await inject(app, { method: 'OPTIONS', path, headers: preflight });
  return {
    none: await met('none'),
    bad: await met('bad'),
    good: await met('good'),
    preflight: {
      status: asked.status,
      cors: asked.headers['access-control-allow-origin'] !== undefined,
      visits: asked.trail.map((visit) => seen(visit, asked)),
    },
  };
}

/** By this very mount, that is: the same handler may be served at other paths too. */
function reaches(answer: Answer, route: ExpectedRoute): boolean {
  return answer.trail.some(
    ({ layer, mounts, route: within }) =>
      markerIn(String(layer.handle)) === route.handler && joined([...mounts, within?.path].map(String)) === route.path,
  );
}

function seen(visit: Visit, answer: Answer): SeenStep {
  return {
    name: markerIn(String(visit.layer.handle)),
    outcome: outcomeOf(visit, answer),
    handlesError: visit.handlesError,
  };
}

function outcomeOf(visit: Visit, answer: Answer): SeenStep['outcome'] {
  if (visit.goes === 'on') return 'continues';
  if (visit.goes === 'error') return 'rejects';
  if (visit.goes !== null) return 'route';
  if (answer.status === null) return 'neither';
  return answer.status >= 300 ? 'rejects' : 'answers';
}
