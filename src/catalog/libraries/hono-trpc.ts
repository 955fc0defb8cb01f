import { fails } from '../common.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

/** Whom its procedures let in, they decide by themselves: from outside it cannot be told. */
const procedures: StepFactory = {
  is: 'step-factory',
  uninvoked: fails,
  step: {
    role: 'handler',
    outcome: { none: 'unknown', bad: 'unknown', good: 'answers', preflight: 'unknown' },
    why: 'the procedures of tRPC ask their callers by themselves',
  },
};

export default [
  defineLibrary({
    package: '@hono/trpc-server',
    docs: 'https://github.com/honojs/middleware/tree/main/packages/trpc-server',
    exports: { trpcServer: procedures },
  }),
];
