/** https://rxjs.dev: an observable of one value is taken for the promise of it. */
export const rxjs = `
export const of = (value) => Promise.resolve(value);
export const from = (value) => Promise.resolve(value);
export const firstValueFrom = (value) => Promise.resolve(value);
export const lastValueFrom = (value) => Promise.resolve(value);
export const throwError = (error) => Promise.reject(typeof error === 'function' ? error() : error);
`;
