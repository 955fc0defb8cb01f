export { frameworkNeedles } from '#frameworks';
export { routeGlob } from './assemble/purpose.ts';
export { type LinkOptions, link } from './link.ts';
export type { Command, InstalledVersion, Program, Resolution } from './program.ts';
