import type { Ending, StepPlan } from './setup.ts';
import { SourceFile } from './source-file.ts';
import type { StepShape } from './steps.ts';
import { shapes } from './steps.ts';

const wrap = 'const wrap = (fn) => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next);';

/** Writes steps and handlers into the files that use them, or into files of their own. */
export class StepWriter {
  private readonly files: SourceFile[];
  private readonly known = new Map<string, string>();
  private count = 0;

  constructor(files: SourceFile[]) {
    this.files = files;
  }

  /** The expression that names the step, after whatever it needs has been declared. */
  reference(file: SourceFile, plan: StepPlan): string {
    const shape: StepShape = shapes[plan.shape];
    if (shape.whole) return this.whole(file, shape.whole, shape, plan.form);
    const shared =
      plan.form === 'function' || plan.form === 'file'
        ? `${plan.form === 'file' ? '' : file.path}|${plan.shape}|${plan.form}`
        : null;
    const name = (shared && this.known.get(shared)) ?? `s${this.count++}`;
    const home = plan.form === 'file' ? this.file('checks.js') : file;
    const isNew = !shared || !this.known.has(shared);
    if (shared) this.known.set(shared, name);
    if (isNew || plan.form === 'inline') for (const library of shape.needs ?? []) home.libraries.add(library);
    if (plan.form === 'file') {
      file.use(home, name);
      if (isNew) home.exports.push(name);
    }
    if (plan.form === 'wrapped') this.wrapper(file);
    return isNew ? declare(home, name, shape, plan.form) : name;
  }

  /** A loader for `param`: the same bodies, with the parameter's value as fourth argument. */
  loader(file: SourceFile, plan: StepPlan): string {
    const chosen: StepShape = shapes[plan.shape];
    const shape: StepShape = chosen.whole ? shapes.log : chosen;
    for (const library of shape.needs ?? []) file.libraries.add(library);
    return `${shape.async ? 'async ' : ''}(req, res, next, id) => { /* s${this.count++} */ ${shape.body} }`;
  }

  handler(file: SourceFile, name: string, form: Ending['handler']): string {
    const body = `{ res.json({ handler: '${name}' }); }`;
    if (form === 'inline') return `(req, res) => ${body}`;
    const home = form === 'file' ? this.file('handlers.js') : file;
    home.declarations.push(`function ${name}(req, res) ${body}`);
    if (form === 'file') {
      home.exports.push(name);
      file.use(home, name);
    }
    return name;
  }

  private whole(file: SourceFile, text: string, shape: StepShape, form: StepPlan['form']): string {
    for (const library of shape.needs ?? []) file.libraries.add(library);
    const name = `s${this.count++}`;
    const written = text.replace('%', name);
    if (form !== 'const' && form !== 'function') return written;
    file.declarations.push(`const ${name} = ${written};`);
    return name;
  }

  private wrapper(file: SourceFile): void {
    if (!file.declarations.includes(wrap)) file.declarations.unshift(wrap);
  }

  private file(path: string): SourceFile {
    const found = this.files.find((file) => file.path === path);
    if (found) return found;
    const made = new SourceFile(path);
    this.files.push(made);
    return made;
  }
}

function declare(home: SourceFile, name: string, shape: StepShape, form: StepPlan['form']): string {
  const body = `{ /* ${name} */ ${shape.body} }`;
  const prefix = shape.async ? 'async ' : '';
  const arrow = `${prefix}(req, res, next) => ${body}`;
  switch (form) {
    case 'inline':
      return arrow;
    case 'const':
      home.declarations.push(`const ${name} = ${arrow};`);
      return name;
    case 'maker':
      home.declarations.push(`const make_${name} = () => ${arrow};`);
      return `make_${name}()`;
    case 'member':
      home.declarations.push(`const checks_${name} = { required: ${arrow} };`);
      return `checks_${name}.required`;
    case 'function':
    case 'file':
      home.declarations.push(`${prefix}function ${name}(req, res, next) ${body}`);
      return name;
    case 'wrapped':
      home.declarations.push(`${prefix}function ${name}(req, res, next) ${body}`);
      return `wrap(${name})`;
  }
}
