import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv from 'ajv';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { validateXML } from 'xmllint-wasm';
import { folderWith } from './folder.ts';

const require = createRequire(import.meta.url);

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

/** The schema of SARIF 2.1.0 as Microsoft's SDK carries it, with the one demand on regions that errata 01 adds. */
function sarifSchema() {
  const schema = readJson(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
  schema.definitions.region.anyOf = ['startLine', 'charOffset', 'byteOffset'].map((name) => ({ required: [name] }));
  return schema;
}

const sarifAjv = new Ajv04.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(sarifAjv as never);
const validSarif = sarifAjv.compile(sarifSchema());

/** What the official schema has against a log. */
export function sarifSchemaErrors(log: string): string[] {
  validSarif(JSON.parse(log));
  return (validSarif.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** Errors and warnings of Microsoft's validator, with its rules for GitHub, for several logs at once. */
export function sarifMultitoolErrors(logs: readonly string[]): string[] {
  const folder = folderWith(Object.fromEntries(logs.map((log, index) => [`${index}.sarif`, log])));
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const tool = require.resolve(`@microsoft/sarif-multitool-${process.platform}/Sarif.Multitool${suffix}`);
  // Its installation would do this, but installed packages run no scripts here (.npmrc).
  chmodSync(tool, 0o755);
  const args = ['validate', join(folder, '*.sarif'), '--output', join(folder, 'out.json'), '--quiet', 'true'];
  const run = spawnSync(tool, [...args, '--level', 'Error;Warning', '--rule-kind', 'Sarif;Ghas'], { encoding: 'utf8' });
  if (!existsSync(join(folder, 'out.json'))) throw new Error(`the validator wrote nothing: ${run.stdout}${run.stderr}`);
  const { results = [], artifacts = [] } = readJson(join(folder, 'out.json')).runs[0];
  return results.map((result: MultitoolResult) => {
    const file = result.locations[0]?.physicalLocation.artifactLocation;
    const uri = file?.uri ?? artifacts[file?.index ?? -1]?.location.uri ?? '';
    return [result.ruleId, uri.split('/').pop(), ...(result.message.arguments ?? [])].join(' ');
  });
}

interface MultitoolResult {
  readonly ruleId: string;
  readonly message: { readonly arguments?: readonly string[] };
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: { uri?: string; index?: number } };
  }[];
}

const junitSchema = readFileSync(new URL('../schemas/junit.xsd', import.meta.url), 'utf8');

export async function junitErrors(reports: readonly string[]): Promise<string[]> {
  const xml = reports.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema: junitSchema });
  return errors.map((error) => error.message);
}

/** As GitLab checks each issue before it shows it: app/validators/json_schemas/codeclimate.json in its sources. */
const gitlabIssue = {
  type: 'object',
  required: ['description', 'fingerprint', 'severity', 'location'],
  properties: {
    description: { type: 'string', minLength: 1 },
    check_name: { type: 'string', minLength: 1 },
    fingerprint: { type: 'string', minLength: 1 },
    severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
    location: {
      type: 'object',
      required: ['path', 'lines'],
      properties: {
        path: { type: 'string', pattern: '^(?!\\.?/)' },
        lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
      },
    },
  },
};
const validGitlab = new Ajv.default({ allErrors: true }).compile({ type: 'array', items: gitlabIssue });

export function gitlabErrors(report: string): string[] {
  const issues = JSON.parse(report);
  validGitlab(issues);
  const prints = issues.map((issue: { fingerprint: string }) => issue.fingerprint);
  const twice = prints.filter((print: string, index: number) => prints.indexOf(print) !== index);
  return [
    ...(validGitlab.errors ?? []).map((error) => `${error.instancePath} ${error.message}`),
    ...twice.map((print: string) => `two findings have the fingerprint ${print}`),
  ];
}

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * The commands that GitHub's runner sees in the lines of a log: `::name key=value,…::text` at the start of a line, spaces
 * aside, and the old `##[name …]text` anywhere (actions/runner, ActionCommand.cs).
 */
export function workflowCommands(log: string): Command[] {
  return log.split(/\r\n|\r|\n/).flatMap((line): Command[] => {
    const old = /##\[([^\]]*)\](.*)/s.exec(line);
    const match = /^\s*::([^\s:]*)(?:\s+((?:(?!::).)*))?::(.*)$/su.exec(line);
    if (!match) return old ? [{ name: `##${old[1]}`, properties: {}, text: old[2]! }] : [];
    const pairs = (match[2] ?? '').split(',').filter((pair) => pair !== '');
    const properties = pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, unescaped(value.join('=')).replaceAll('%3A', ':').replaceAll('%2C', ',')] as const;
    });
    return [{ name: match[1]!, properties: Object.fromEntries(properties), text: unescaped(match[3]!) }];
  });
}

function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
