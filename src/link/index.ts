export { frameworkNeedles, frameworkTitles } from '#frameworks';
export { filesThatMatter } from './knowledge.ts';
export { type LinkOptions, link, linkAndTell, linkLive } from './link.ts';
export type { Live, Rewrite } from './live/live.ts';
export type { Command, InstalledVersion, Program, Resolution } from './program.ts';
export { routeGlob } from './purpose.ts';
