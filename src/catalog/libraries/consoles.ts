import { answers } from '../common.ts';
import { defineLibrary, type Meaning, type StepFactory, type StepKnowledge } from '../vocabulary.ts';

const console = (why: string): StepKnowledge => ({ role: 'handler', purpose: 'console', outcome: answers, why });
const factory = (why: string): StepFactory => ({ is: 'step-factory', step: console(why) });

const measures = 'it counts and times requests and continues';
const counter: StepFactory = { is: 'step-factory', step: { role: 'log', why: measures } };
const monitor: Meaning = { is: 'step', step: console('it shows what the server is doing to whoever asks') };
const queues = factory('it shows the jobs of the queues, and lets whoever asks retry and remove them');

/** Pages for those who run the server. */
export default [
  defineLibrary({
    package: 'express-status-monitor',
    docs: 'https://github.com/RafalWilinski/express-status-monitor#readme',
    exports: { '': counter, '#middleware': { is: 'step', step: counter.step }, '#pageRoute': monitor },
  }),
  defineLibrary({
    package: '@bull-board/express',
    docs: 'https://github.com/felixmosh/bull-board#readme',
    exports: { ExpressAdapter: { is: 'instance-factory', members: { getRouter: queues } } },
  }),
  defineLibrary({
    package: 'agendash',
    docs: 'https://github.com/agenda/agendash#readme',
    exports: { '': queues },
  }),
  defineLibrary({
    package: 'bull-arena',
    docs: 'https://github.com/bee-queue/arena#readme',
    exports: { '': queues },
  }),
  defineLibrary({
    package: '@adminjs/express',
    docs: 'https://docs.adminjs.co/installation/plugins/express',
    exports: { buildRouter: factory('it lets whoever asks read and change the records of the program') },
  }),
];
