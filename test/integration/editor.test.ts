import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { folderWith } from '../support/folder.ts';
import { Editor } from '../support/language-server.ts';
import { root } from '../support/modules.ts';

// What the ESLint extension of VS Code runs, as it is packed for other editors.
const SERVER = [join(root, 'node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server')];

const app = (...lines: readonly string[]) =>
  `const app = require('express')();\nconst guard = require('./guard');\n${lines.join('\n')}\napp.listen(1);\n`;
const ORDERS = "app.post('/orders', (req, res) => res.json([]));";
const guard = (verified: string) => `const jwt = require('jsonwebtoken');
module.exports = (req, res, next) => {
  try {
    req.user = ${verified};
  } catch {
    return res.sendStatus(401);
  }
  next();
};
`;
const OPEN = 'module.exports = (req, res, next) => next();\n';
const DECODED = guard('jwt.decode(req.headers.authorization)');
const VERIFIED = guard("jwt.verify(req.headers.authorization, process.env.KEY, { algorithms: ['HS256'] })");

test.each(['eslint', 'eslint9'])(
  'the language server of editors, with %s: unsaved texts count, in all files',
  {
    timeout: 60_000,
  },
  async (eslint) => {
    const saved = app('app.use(guard);', ORDERS);
    const folder = folderWith({
      'package.json': { private: true, dependencies: { express: '^5.1.0' } },
      'eslint.config.mjs':
        "import authlint from 'authlint/eslint';\nexport default [{ files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } }, authlint.configs.recommended];\n",
      'app.js': saved,
      'guard.js': OPEN,
      'node_modules/.keep': '',
    });
    symlinkSync(root, join(folder, 'node_modules/authlint'));
    symlinkSync(join(root, 'node_modules', eslint), join(folder, 'node_modules/eslint'));
    const editor = await Editor.open(SERVER, folder, {
      validate: 'on',
      run: 'onType',
      packageManager: 'npm',
      workingDirectory: { mode: 'location' },
      workspaceFolder: { uri: pathToFileURL(folder).href, name: 'project' },
      experimental: {},
      options: {},
      rulesCustomizations: [],
      problems: { shortenToSingleLine: false },
      nodePath: null,
      onIgnoredFiles: 'off',
      codeAction: { disableRuleComment: { enable: false }, showDocumentation: { enable: false } },
      codeActionOnSave: { mode: 'all' },
      quiet: false,
      format: false,
    });
    const [appFile, guardFile] = [join(folder, 'app.js'), join(folder, 'guard.js')];
    editor.show(appFile, saved);
    editor.show(guardFile, OPEN);
    expect(await editor.underlined(appFile)).toEqual(['authlint/unauthenticated-route 1']);
    expect(await editor.type(guardFile, VERIFIED)).toEqual([]);
    expect(await editor.underlined(appFile)).toEqual([]);
    expect(await editor.type(guardFile, DECODED)).toEqual(['authlint/unverified-token 4']);
    expect(await editor.type(guardFile, VERIFIED)).toEqual([]);
    expect(await editor.type(appFile, app(ORDERS, 'app.use(guard);'))).toEqual(['authlint/late-authentication 3']);
    expect(await editor.type(appFile, saved)).toEqual([]);
    expect([readFileSync(appFile, 'utf8'), readFileSync(guardFile, 'utf8')]).toEqual([saved, OPEN]);
    await editor.close();
  },
);
