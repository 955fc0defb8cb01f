export * from './questions/basics.ts';
export * from './questions/cors.ts';
export * from './questions/coverage.ts';
export * from './questions/evidence.ts';
export * from './questions/exemptions.ts';
export * from './questions/flow.ts';
export * from './questions/login.ts';
export * from './questions/order.ts';
