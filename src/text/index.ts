export { LineTable } from './lines.ts';
export { didYouMean, distance, nearest } from './nearest.ts';
export type { Place, Span } from './place.ts';
export { safe, UNSAFE, unmistakable } from './safe.ts';
