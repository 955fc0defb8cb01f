export { findLibrary, libraries, needles } from './registry.ts';
export type * from './vocabulary.ts';
export { defineLibrary } from './vocabulary.ts';
