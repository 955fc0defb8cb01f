import { expect, test } from 'vitest';
import { launches } from '../src/frameworks/fastify/launches.ts';

/** As yargs-parser reads it for fastify-cli 7: https://github.com/fastify/fastify-cli/blob/v7.4.1/args.js */
test.each([
  ['fastify start app.js', { file: './app.js', hasOptions: false, prefix: null }],
  [
    'npm run build && fastify start -w -l info -P ./dist/app.js',
    { file: './dist/app.js', hasOptions: false, prefix: null },
  ],
  [
    'cross-env A=1 fastify start -ol info --prefix=/api src/app.ts -- --verbose yes.js',
    { file: './src/app.ts', hasOptions: true, prefix: '/api' },
  ],
  [
    'concurrently "tsc -w" "fastify start -x /v1 -r dotenv/config dist/app.js"',
    { file: './dist/app.js', hasOptions: false, prefix: '/v1' },
  ],
  ['fastify start --options', null],
  ['fastify generate app.js', null],
  ['node app.js', null],
])('%s', (line, started) => {
  expect(launches(line)).toEqual(started);
});
