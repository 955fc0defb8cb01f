import type { DisclosureKnowledge, OptionTest } from './vocabulary.ts';

/** Request loggers that write the headers as they came, unless they are told what to leave out. */

const headers = 'the Authorization and Cookie headers of every request';

/** https://getpino.io/#/docs/redaction: paths that take the Authorization header in. */
const redactions = [
  'req.headers',
  'req.headers.authorization',
  'req.headers["authorization"]',
  'req.headers[*]',
  "req.headers['authorization']",
  'req.headers.*',
  '*.headers',
  '*.headers.authorization',
  'req',
  'req.*',
];

/** `at`: where the options of pino-http stand. */
export function pinoHeaders(subject: string, at = ''): readonly DisclosureKnowledge[] {
  const misses = (option: string, kind: 'array' | 'object'): OptionTest => ({
    all: [{ option: `${at}redact`, kind }, { not: { any: redactions.map((path) => ({ option, includes: path })) } }],
  });
  return [
    {
      when: {
        all: [
          {
            any: [
              { option: `${at}redact`, kind: 'absent' },
              misses(`${at}redact`, 'array'),
              misses(`${at}redact.paths`, 'object'),
            ],
          },
          { option: `${at}logger`, kind: 'absent' },
          { option: `${at}instance`, kind: 'absent' },
          { option: `${at}serializers`, kind: 'absent' },
        ],
      },
      kind: 'credential-log',
      subject,
      consequence: `${headers} (${subject})`,
    },
  ];
}

export const winstonHeaders: readonly DisclosureKnowledge[] = [
  {
    when: {
      all: [
        { option: 'headerBlacklist', kind: 'absent' },
        { option: 'requestWhitelist', kind: 'absent' },
        { option: 'requestFilter', kind: 'absent' },
        { not: { option: 'meta', is: false } },
      ],
    },
    kind: 'credential-log',
    subject: 'express-winston without headerBlacklist',
    consequence: `${headers} (express-winston without headerBlacklist)`,
  },
];

export const honoPinoHeaders: readonly DisclosureKnowledge[] = [
  {
    when: {
      all: [
        { option: 'pino', kind: 'absent' },
        { option: 'http', kind: 'absent' },
      ],
    },
    kind: 'credential-log',
    subject: 'hono-pino without a logger that redacts',
    consequence: `${headers} (hono-pino without a logger that redacts)`,
  },
];
