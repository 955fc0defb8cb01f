export * from './disclosures.ts';
export * from './flaws.ts';
export type * from './model.ts';
export * from './names.ts';
export * from './questions.ts';
export * from './schemes.ts';
export type * from './ways-around.ts';
