import type { Confidence } from '../nouns/certainty.ts';
import type { Model } from '../nouns/model.ts';
import type { Purpose, Route } from '../nouns/routes.ts';
import type { Step } from '../nouns/steps.ts';
import { appAuthenticates, appOf, developmentOnly, stepOf } from './basics.ts';
import { isOpen } from './evidence.ts';

/** Pages of a library that show the inside of the server to whoever asks. */
export interface OpenInside {
  /** As one call serves them. */
  readonly routes: readonly [Route, ...Route[]];
  readonly page: Step;
  readonly confidence: Confidence;
}

const insides: readonly (Purpose | null)[] = ['console', 'docs'];

/** What a library serves is known whatever its path; documentation may well be meant for everybody. */
export function openInsides(model: Model): readonly OpenInside[] {
  const found = new Map<string, OpenInside>();
  for (const route of model.routes) {
    const page = route.chain.length > 0 ? stepOf(model, route.chain.at(-1)!.step) : null;
    const isPage = page?.library && insides.includes(route.purpose) && isOpen(route) && !route.declaredPublic;
    const app = appOf(model, route);
    if (!isPage || app.detached || developmentOnly(route.conditions)) continue;
    // A part of the path that is not known may be the secret: `/${process.env.CONSOLE_KEY}/queues`.
    const isKnown = !route.path.includes('<unknown>');
    const isCertain = route.purpose === 'console' && isKnown && appAuthenticates(model, app);
    const key = `${route.app} ${page.library!.package} ${route.at.file}:${route.at.start}`;
    const known = found.get(key);
    found.set(key, {
      routes: known ? [...known.routes, route] : [route],
      page,
      confidence: isCertain ? 'high' : 'medium',
    });
  }
  return [...found.values()];
}
