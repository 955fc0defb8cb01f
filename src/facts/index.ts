export type * from './facts.ts';
export { FACTS_VERSION } from './facts.ts';
