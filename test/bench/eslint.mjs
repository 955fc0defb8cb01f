/** ESLint as a security-minded team runs it: the TypeScript parser, eslint-plugin-security, and the security rules of sonarjs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';
import security from 'eslint-plugin-security';
import sonarjs from 'eslint-plugin-sonarjs';

const rules = [
  'code-eval',
  'no-hardcoded-passwords',
  'no-hardcoded-secrets',
  'hardcoded-secret-signatures',
  'sql-queries',
  'insecure-cookie',
  'cookie-no-httponly',
  'pseudo-random',
  'file-uploads',
  'file-permissions',
  'xml-parser-xxe',
  'no-os-command-from-path',
  'os-command',
  'weak-ssl',
  'no-weak-keys',
  'no-weak-cipher',
  'csrf',
  'production-debug',
  'hashing',
  'unverified-certificate',
  'unverified-hostname',
  'no-unsafe-unzip',
  'cors',
  'disabled-auto-escaping',
  'no-clear-text-protocols',
  'publicly-writable-directories',
  'encryption-secure-mode',
  'no-intrusive-permissions',
  'insecure-jwt-token',
  'x-powered-by',
  'hidden-files',
  'content-length',
  'content-security-policy',
  'no-mixed-content',
  'frame-ancestors',
  'no-mime-sniff',
  'no-referrer-policy',
  'strict-transport-security',
  'confidential-information-logging',
  'no-ip-forward',
  'slow-regex',
  'session-regeneration',
  'disabled-timeout',
  'no-session-cookies-on-static-assets',
  'dompurify-unsafe-config',
];

const [repository, list] = process.argv.slice(2);
const eslint = new ESLint({
  cwd: repository,
  overrideConfigFile: true,
  ignore: false,
  allowInlineConfig: false,
  overrideConfig: [
    {
      files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
      languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
      plugins: { security, sonarjs },
      rules: {
        ...security.configs.recommended.rules,
        ...Object.fromEntries(rules.map((rule) => [`sonarjs/${rule}`, 'error'])),
      },
    },
  ],
});
const files = JSON.parse(readFileSync(list, 'utf8')).map((file) => join(repository, file));
const results = await eslint.lintFiles(files);
const fatal = results.filter((result) => result.fatalErrorCount > 0).length;
const crashed = results.length !== files.length;
if (crashed || fatal > files.length / 4)
  throw new Error(`ESLint did not do its work: ${results.length} of ${files.length} files, ${fatal} unparsed`);
