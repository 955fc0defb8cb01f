export { isKeySet } from './key-sets.ts';
export { nothingOf } from './not-found.ts';
export type { Parsing } from './parsers.ts';
export type { Refusals } from './refusals.ts';
export { findLibrary, libraries, needles } from './registry.ts';
export { askedBySchema, callsIn, fieldsAsked, parsingOf } from './schemas.ts';
export { declaring, isStandIn, standInOf, standInText } from './stand-ins/registry.ts';
export type * from './vocabulary.ts';
export { defineLibrary } from './vocabulary.ts';
