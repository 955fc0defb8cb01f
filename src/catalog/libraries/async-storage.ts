import { defineLibrary, type InstanceFactory } from '../vocabulary.ts';

const storage: InstanceFactory = {
  is: 'instance-factory',
  members: {
    run: { is: 'keeping', does: 'run' },
    enterWith: { is: 'keeping', does: 'enter' },
    getStore: { is: 'keeping', does: 'read' },
    exit: { is: 'runner' },
  },
};

/** What keeps a value for the time of a request: the rest of the request runs inside a callback. */
export default [
  defineLibrary({
    package: 'node:async_hooks',
    aliases: ['async_hooks'],
    docs: 'https://nodejs.org/api/async_context.html#asynclocalstoragerunstore-callback-args',
    marks: false,
    exports: { AsyncLocalStorage: storage },
  }),
];
