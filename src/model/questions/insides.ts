import type { Confidence, Model, Purpose, Route, Step } from '../model.ts';
import { appAuthenticates, appOf, developmentOnly, stepOf } from './basics.ts';
import { isOpen } from './evidence.ts';

/** A page of a library that shows the inside of the server to whoever asks. */
export interface OpenInside {
  readonly route: Route;
  readonly page: Step;
  readonly confidence: Confidence;
}

const insides: readonly (Purpose | null)[] = ['console', 'docs'];

/** What a library serves is known whatever its path; documentation may well be meant for everybody. */
export function openInsides(model: Model): readonly OpenInside[] {
  return model.routes.flatMap((route) => {
    const page = route.chain.length > 0 ? stepOf(model, route.chain.at(-1)!.step) : null;
    const isPage = page?.library && insides.includes(route.purpose) && isOpen(route) && !route.declaredPublic;
    const app = appOf(model, route);
    if (!isPage || app.detached || developmentOnly(route.conditions)) return [];
    const isCertain = route.purpose === 'console' && appAuthenticates(model, app);
    return [{ route, page, confidence: isCertain ? 'high' : 'medium' }];
  });
}
