import { defineLibrary, type Meaning } from '../vocabulary.ts';

const runner: Meaning = { is: 'runner' };

/** They measure a function by calling it. */
export default [
  defineLibrary({
    package: 'newrelic',
    docs: 'https://newrelic.github.io/node-newrelic/API.html#startSegment',
    marks: false,
    exports: { startSegment: runner, startBackgroundTransaction: runner, startWebTransaction: runner },
  }),
  defineLibrary({
    package: 'dd-trace',
    docs: 'https://datadoghq.dev/dd-trace-js/interfaces/export_.Tracer.html#trace',
    marks: false,
    exports: { trace: runner, 'tracer.trace': runner },
  }),
];
