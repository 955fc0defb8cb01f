import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const cache: StepFactory = {
  is: 'step-factory',
  step: {
    role: 'unknown',
    outcome: { none: 'unknown', bad: 'unknown', preflight: 'unknown' },
    why: 'it answers from its memory what an earlier caller was given, and continues otherwise',
  },
};

export default defineLibrary({
  package: 'apicache',
  docs: 'https://github.com/kwhitley/apicache#readme',
  exports: { middleware: cache, options: { is: 'instance-factory', members: { middleware: cache } } },
});
