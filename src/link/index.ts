export { frameworkNeedles } from '#frameworks';
export { routeGlob } from './assemble/purpose.ts';
export { type LinkOptions, link } from './link.ts';
export type { InstalledVersion, Program, Resolution } from './program.ts';
