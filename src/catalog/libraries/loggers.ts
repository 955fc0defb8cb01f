import { hangs } from '../common.ts';
import { pinoHeaders, winstonHeaders } from '../header-logs.ts';
import { defineLibrary, type StepFactory, type StepKnowledge } from '../vocabulary.ts';

const step: StepKnowledge = { role: 'log', why: 'it only writes the log' };
const logger: StepFactory = { is: 'step-factory', step };
const errorLogger: StepFactory = { is: 'step-factory', step: { ...step, handlesErrors: true } };

const pino: StepFactory = {
  is: 'step-factory',
  uninvoked: hangs,
  disclosures: pinoHeaders('pino-http without redact'),
  step,
};

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
      logger: { ...logger, disclosures: winstonHeaders },
      errorLogger: { ...errorLogger, disclosures: winstonHeaders },
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
  defineLibrary({
    package: 'nestjs-pino',
    docs: 'https://github.com/iamolegga/nestjs-pino#readme',
    exports: {
      'LoggerModule.forRoot': {
        is: 'configuration',
        disclosures: pinoHeaders('nestjs-pino without redact', 'pinoHttp.'),
      },
    },
  }),
  defineLibrary({
    package: 'hapi-pino',
    docs: 'https://github.com/hapijs/hapi-pino#readme',
    exports: { '': { is: 'configuration', disclosures: pinoHeaders('hapi-pino without redact') } },
  }),
];
