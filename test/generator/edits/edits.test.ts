import { expect, test } from 'vitest';
import { folderWith } from '../../support/folder.ts';
import { campaign } from '../campaign.ts';
import { edits, projectIn, State } from './edits.ts';
import { unreadEdits } from './unread.ts';

const seed = Number(process.env['AUTHLINT_SEED'] ?? 20261122);
const runs = Number(process.env['AUTHLINT_RUNS'] ?? 12);

test(`a model is kept only while a new one would say the same (AUTHLINT_SEED=${seed})`, async () => {
  const { routes: kept, unknown: givenUp, failure } = await campaign(edits, seed, runs);
  expect(failure).toBeNull();
  expect(kept, 'times that it was kept').toBeGreaterThan(runs / 4);
  expect(givenUp, 'times that it was given up').toBeGreaterThan(runs / 4);
});

test(`what nobody has looked at may change (AUTHLINT_SEED=${seed})`, { timeout: 60_000 }, async () => {
  const { routes: kept, unknown: givenUp, failure } = await campaign(unreadEdits, seed, runs);
  expect(failure).toBeNull();
  expect(kept, 'times that it was kept').toBeGreaterThan(runs / 2);
  expect(givenUp, 'times that it was given up').toBeGreaterThan(runs / 2);
});

test('a handler that asks the query keeps its model when its words change', () => {
  const app = `const app = require('express')();
app.get('/pets/:id', (req, res) => {
  const word = 'page';
  res.json({ word, page: req.query.page, name: req.body.name, id: req.params.id });
});
app.listen(1);\n`;
  const project = projectIn(folderWith({ 'app.js': app, 'package.json': '{"dependencies":{"express":"^5.0.0"}}' }));
  const state = new State(project);
  expect(project.change('app.js', { text: app.replace("'page'", "'another page'"), facts: () => null })).toBe('facts');
  expect(state.adopt('app.js')).toBe(true);
});
