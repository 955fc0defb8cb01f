import type { Launch } from '../adapter.ts';

/** Flags of `fastify start` that stand alone; all others take a value. https://github.com/fastify/fastify-cli#options */
const alone = new Set(
  'P pretty-logs o options w watch V verbose-watch d debug standardlint common-prefix include-hooks trust-proxy-enabled h help'.split(
    ' ',
  ),
);

/** `fastify start -l info app.js`: the module's default export is registered as a plugin of an app that the command makes. */
export function launches(line: string): Launch | null {
  const command = /(?:^|[\s"'/])fastify(?:-cli)?\s+start\s+([^&|;"']*)/.exec(line);
  if (!command) return null;
  const words = command[1]!.trim().split(/\s+/);
  let file: string | null = null;
  let hasOptions = false;
  let prefix: string | null = null;
  for (let word = words.shift(); word !== undefined && word !== '--'; word = words.shift()) {
    const flag = /^--?([\w-]+)(?:=(.*))?$/.exec(word);
    if (!flag) {
      file ??= word;
      continue;
    }
    // Of several letters in one word only the last may take a value.
    const name = word.startsWith('--') ? flag[1]! : flag[1]!.slice(-1);
    if (name === 'options' || (!word.startsWith('--') && flag[1]!.includes('o'))) hasOptions = true;
    if (alone.has(name)) continue;
    const value = flag[2] ?? words.shift();
    if (name === 'x' || name === 'prefix') prefix = value ?? null;
  }
  if (file === null) return null;
  return { file: file.startsWith('.') ? file : `./${file}`, hasOptions, prefix };
}
