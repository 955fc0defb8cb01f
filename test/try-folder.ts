import { loadModel } from '#session';
const { model } = await loadModel({ cwd: process.argv[2]! });
for (const r of model.routes) console.log(r.method, r.path, r.access, r.forgeable ? 'forgeable' : '', 'pf:' + r.preflight.answer, '|', r.chain.map((l) => `${model.steps[l.step]!.name}${l.covers === 'some' ? '?' : ''}[${l.outcome.none}/${l.outcome.bad}/${l.outcome.good}/${l.outcome.preflight}]${l.bypass ? '!' + l.bypass.path : ''}`).join(' > '), '|', r.why, r.samples, r.shadowedBy);
