export { LineTable } from './lines.ts';
export type { Place, Span } from './place.ts';
