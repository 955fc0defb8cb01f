export { LineTable } from './lines.ts';
export { didYouMean, distance, nearest } from './nearest.ts';
export { type Place, type Span, samePlace, sameStart } from './place.ts';
export { safe, UNSAFE, unmistakable } from './safe.ts';
