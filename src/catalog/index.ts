export type * from './vocabulary.ts';
export { defineLibrary } from './vocabulary.ts';
