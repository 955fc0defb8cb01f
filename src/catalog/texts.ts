/** Packages that give data and no functions: settings, files that are read, paths that are put together. */
const ofData = new Set(
  [
    'config convict dotenv dotenv-safe dotenv-expand env-var envalid getconfig nconf rc',
    'js-yaml yaml toml ini json5 minimist yargs node:path node:url node:os node:fs',
  ].flatMap((names) => names.split(' ')),
);

/** Whether what a package gives is a text, a number or data of such: no step. */
export function isData(name: string): boolean {
  return ofData.has(name);
}
