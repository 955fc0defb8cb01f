import { hangs } from '../common.ts';
import { type DisclosureKnowledge, defineLibrary, type StepFactory, type StepKnowledge } from '../vocabulary.ts';

const step: StepKnowledge = { role: 'log', why: 'it only writes the log' };
const logger: StepFactory = { is: 'step-factory', step };
const errorLogger: StepFactory = { is: 'step-factory', step: { ...step, handlesErrors: true } };

/** Observed: the default serializer writes the Authorization and Cookie headers as they came. */
const pinoDisclosures: readonly DisclosureKnowledge[] = [
  {
    when: {
      all: [
        { option: 'redact', kind: 'absent' },
        { option: 'logger', kind: 'absent' },
        { option: 'serializers.req', kind: 'absent' },
        { option: 'serializers', kind: 'absent' },
      ],
    },
    kind: 'personal-data-log',
    subject: 'pino-http without redact',
    consequence: 'the log holds the Authorization and Cookie headers of every request',
  },
];
const pino: StepFactory = { is: 'step-factory', uninvoked: hangs, disclosures: pinoDisclosures, step };

const winstonDisclosures: readonly DisclosureKnowledge[] = [
  {
    when: {
      all: [
        { option: 'headerBlacklist', kind: 'absent' },
        { option: 'requestWhitelist', kind: 'absent' },
        { option: 'requestFilter', kind: 'absent' },
      ],
    },
    kind: 'personal-data-log',
    subject: 'express-winston without headerBlacklist',
    consequence: 'the log holds the Authorization and Cookie headers of every request',
  },
];

export default [
  defineLibrary({
    package: 'morgan',
    docs: 'https://github.com/expressjs/morgan#readme',
    exports: { '': { ...logger, uninvoked: hangs } },
  }),
  defineLibrary({
    package: 'pino-http',
    aliases: ['express-pino-logger'],
    docs: 'https://github.com/pinojs/pino-http#readme',
    exports: { '': pino, pinoHttp: pino },
  }),
  defineLibrary({
    package: 'express-winston',
    docs: 'https://github.com/bithavoc/express-winston#readme',
    exports: {
      logger: { ...logger, disclosures: winstonDisclosures },
      errorLogger: { ...errorLogger, disclosures: winstonDisclosures },
    },
  }),
  defineLibrary({
    package: 'express-bunyan-logger',
    docs: 'https://github.com/villadora/express-bunyan-logger#readme',
    exports: { '': logger, errorLogger },
  }),
  defineLibrary({
    package: 'bunyan-middleware',
    docs: 'https://github.com/tellnes/bunyan-middleware#readme',
    exports: { '': logger },
  }),
  defineLibrary({
    package: 'express-prom-bundle',
    docs: 'https://github.com/jochen-schweizer/express-prom-bundle#readme',
    exports: { '': { is: 'step-factory', step: { role: 'log', why: 'it counts requests and serves the counts' } } },
  }),
];
