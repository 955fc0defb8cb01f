export { frameworkNeedles, frameworkTitles } from '#frameworks';
export { filesThatMatter } from './known/knowledge.ts';
export type { Command, InstalledVersion, Program, Resolution } from './known/program.ts';
export { routeGlob } from './known/purpose.ts';
export { type LinkOptions, link, linkAndTell, linkLive } from './link.ts';
export type { Live, Rewrite } from './live/live.ts';
