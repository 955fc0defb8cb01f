import { readFileSync } from 'node:fs';
import { link } from '#link';
import { memoryProgram } from './support/memory-program.ts';
const text = readFileSync(0, 'utf8');
const model = link(memoryProgram({ 'server.js': text }, { express: process.argv[2] ?? '5.3.0', jsonwebtoken: '9.0.3', cors: '2.8.6' }), {});
for (const r of model.routes) console.log(r.method, r.path, r.access, r.forgeable ? 'forgeable' : '', 'pf:' + r.preflight.answer, '|', r.chain.map((l) => `${model.steps[l.step]!.name}${l.covers === 'some' ? '?' : ''}[${l.outcome.none}/${l.outcome.bad}/${l.outcome.good}/${l.outcome.preflight}]${l.bypass ? '!' + l.bypass.path : ''}`).join(' > '), '|', r.why, r.samples, r.shadowedBy);
console.log(model.gaps.map((g) => g.reason), model.steps.flatMap((s) => s.exemptions.map((e) => [s.name, e.text, e.match, e.frees])));
