export type * from './model.ts';
export * from './questions.ts';
