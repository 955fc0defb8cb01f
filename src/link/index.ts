export { frameworkNeedles } from '#frameworks';
export { type LinkOptions, link } from './link.ts';
export type { InstalledVersion, Program, Resolution } from './program.ts';
