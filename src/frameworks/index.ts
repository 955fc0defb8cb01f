import type { Adapter } from './adapter.ts';
import { express } from './express/express.ts';

export type * from './adapter.ts';
export * from './values.ts';

/** Every framework that authlint knows. */
export const adapters: readonly Adapter[] = [express];
