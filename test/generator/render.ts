import type { PathChoice } from './paths.ts';
import { joined, routePaths, stepPaths, textOf, usePaths } from './paths.ts';
import type { Ending, Entry, RouterPlan, Setup, StepPlan } from './setup.ts';
import type { ModuleStyle } from './source-file.ts';
import { SourceFile } from './source-file.ts';
import { StepWriter } from './step-writer.ts';

export interface ExpectedRoute {
  /** `h3`: also what the handler answers. */
  readonly handler: string;
  readonly method: string;
  readonly path: string;
  /** Concrete paths that it serves. */
  readonly samples: readonly string[];
}

export interface Rendered {
  readonly setup: Setup;
  readonly main: string;
  readonly routes: readonly ExpectedRoute[];
  /** True when an environment variable decides about some of it. */
  readonly varies: boolean;
  print(style: ModuleStyle): Record<string, string>;
}

interface RouteSeed {
  readonly handler: string;
  readonly method: string;
  readonly path: PathChoice;
}

type Content = RouteSeed | { readonly path: PathChoice | null; readonly router: number };

/** Renders a setup as source text, and says by plain bookkeeping which routes it serves. */
export function render(setup: Setup): Rendered {
  return new Renderer(setup).render();
}

class Renderer {
  private readonly setup: Setup;
  private readonly main = new SourceFile('server.js');
  private readonly files = [this.main];
  private readonly steps: StepWriter;
  private readonly contents = new Map<number | 'app', Content[]>([['app', []]]);
  private readonly reachable: ReadonlySet<number>;
  private readonly inFiles: ReadonlySet<number>;
  private count = 0;
  private varies = false;

  constructor(setup: Setup) {
    this.setup = setup;
    this.steps = new StepWriter(this.files);
    this.reachable = reachableRouters(setup);
    this.inFiles = routersInFiles(setup);
  }

  render(): Rendered {
    for (const [number, plan] of [...this.setup.routers.entries()].reverse()) {
      if (this.reachable.has(number)) this.router(number, plan);
    }
    this.app();
    const express = 'express';
    return {
      setup: this.setup,
      main: this.main.path,
      routes: this.served('app', '', ['']),
      varies: this.varies,
      print: (style) => Object.fromEntries(this.files.map((file) => [file.path, file.print(style, express)])),
    };
  }

  private app(): void {
    const { main, setup } = this;
    if (setup.wiring === 'class') {
      const groups = [setup.app.slice(0, 3), setup.app.slice(3)];
      const methods = groups.map((entries, at) => [
        `part${at}() {`,
        ...this.entries('app', main, entries, 'this.app'),
        '}',
      ]);
      main.body.push(
        'class Server {',
        'constructor() {',
        'this.app = express();',
        'this.part0();',
        'this.part1();',
        '}',
      );
      main.body.push(...methods.reverse().flat(), '}', 'const app = new Server().app;');
    } else if (setup.wiring === 'factory') {
      const entries = this.entries('app', main, setup.app, 'app');
      main.body.push(
        'function createApp() {',
        'const app = express();',
        ...entries,
        'return app;',
        '}',
        'const app = createApp();',
      );
    } else {
      main.body.push('const app = express();', ...this.entries('app', main, setup.app, 'app'));
    }
    main.defaultExport = 'app';
  }

  private router(number: number, plan: RouterPlan): void {
    const name = `router${number}`;
    const form = this.inFiles.has(number) ? 'file' : plan.form;
    const file = form === 'file' ? new SourceFile(`${name}.js`) : this.main;
    if (file !== this.main) this.files.push(file);
    this.contents.set(number, []);
    const make = `express.Router(${plan.options})`;
    if (form === 'factory') {
      const entries = this.entries(number, file, plan.entries, 'router');
      file.body.push(`function make_${name}() {`, `const router = ${make};`, ...entries, 'return router;', '}');
      file.body.push(`const ${name} = make_${name}();`);
    } else if (form === 'class') {
      const entries = this.entries(number, file, plan.entries, 'this.router');
      file.body.push(`class Class_${name} {`, 'constructor() {', `this.router = ${make};`, 'this.init();', '}');
      file.body.push('init() {', ...entries, '}', '}', `const ${name} = new Class_${name}().router;`);
    } else {
      file.body.push(`const ${name} = ${make};`, ...this.entries(number, file, plan.entries, name));
      if (form === 'file') file.defaultExport = name;
    }
  }

  private entries(owner: number | 'app', file: SourceFile, entries: readonly Entry[], target: string): string[] {
    return entries.flatMap((entry) => this.entry(owner, file, entry, target));
  }

  private entry(owner: number | 'app', file: SourceFile, entry: Entry, target: string): string[] {
    const path = (choice: PathChoice) => `'${textOf(choice, this.setup.major)}'`;
    const list = (plans: readonly StepPlan[]) => plans.map((plan) => this.steps.reference(file, plan));
    switch (entry.kind) {
      case 'use': {
        const steps = list(entry.steps);
        const head = entry.path === null ? [] : [path(stepPaths[entry.path]!)];
        return [`${target}.use(${[...head, ...(entry.array ? [`[${steps.join(', ')}]`] : steps)].join(', ')});`];
      }
      case 'route': {
        const choice = routePaths[entry.path]!;
        const { args, verb } = this.ending(owner, file, entry.ending, choice);
        return [`${target}.${verb}(${[path(choice), ...(entry.array ? [`[${args.join(', ')}]`] : args)].join(', ')});`];
      }
      case 'chain': {
        const choice = routePaths[entry.path]!;
        const links = entry.endings.map((ending) => this.ending(owner, file, ending, choice));
        return [
          `${target}.route(${path(choice)})${links.map(({ verb, args }) => `.${verb}(${args.join(', ')})`).join('')};`,
        ];
      }
      case 'gate':
        return [`${target}.all(${path(routePaths[entry.path]!)}, ${this.steps.reference(file, entry.step)});`];
      case 'mount': {
        const number = childOf(owner, entry.router);
        if (number === null) return [];
        const choice = entry.path === null ? null : usePaths[entry.path]!;
        this.contents.get(owner)!.push({ path: choice, router: number });
        const args = [...(choice ? [path(choice)] : []), ...list(entry.steps), this.routerName(file, number)];
        return [`${target}.use(${args.join(', ')});`];
      }
      case 'late': {
        if (owner !== 'app' || !this.reachable.has(entry.router)) return [];
        return [`${this.routerName(file, entry.router)}.use(${this.steps.reference(file, entry.step)});`];
      }
      case 'param':
        return [`${target}.param('id', ${this.steps.loader(file, entry.step)});`];
      case 'group':
        return this.group(owner, file, entry, target);
    }
  }

  private group(owner: number | 'app', file: SourceFile, entry: Entry & { kind: 'group' }, target: string): string[] {
    const number = this.count++;
    if (entry.form === 'feature') {
      this.varies = true;
      return [`if (process.env.FEATURE) {`, ...this.entries(owner, file, entry.entries, target), '}'];
    }
    if (entry.form === 'loop') {
      const installs = entry.entries.flatMap((inner) => {
        const text = this.entries(owner, file, [inner], 'target').join(' ');
        return text === '' ? [] : [`(target) => { ${text} },`];
      });
      return ['for (const install of [', ...installs, `]) install(${target});`];
    }
    const inner = this.entries(owner, file, entry.entries, 'target');
    const name = `configure${number}`;
    // Declared where it stands, because what it names (routers) must exist by then; functions are hoisted all the same.
    const [open, close] =
      entry.form === 'function' ? [`function ${name}(target) {`, '}'] : [`const ${name} = (target) => {`, '};'];
    return [open, ...inner, close, `${name}(${target});`];
  }

  private ending(owner: number | 'app', file: SourceFile, ending: Ending, path: PathChoice) {
    const handler = `h${this.count++}`;
    this.contents.get(owner)!.push({ handler, method: ending.method.toUpperCase(), path });
    const steps = ending.steps.map((plan) => this.steps.reference(file, plan));
    return { verb: ending.method, args: [...steps, this.steps.handler(file, handler, ending.handler)] };
  }

  private routerName(file: SourceFile, number: number): string {
    const name = `router${number}`;
    const home = this.files.find((candidate) => candidate.path === `${name}.js`);
    if (home) file.use(home, 'default');
    else if (file !== this.main) throw new Error(`${name} is not within reach of ${file.path}`);
    return name;
  }

  private served(owner: number | 'app', text: string, heads: readonly string[]): ExpectedRoute[] {
    return this.contents.get(owner)!.flatMap((content) => {
      const ownText = content.path ? textOf(content.path, this.setup.major) : '';
      const own = content.path?.samples ?? [''];
      const samples = heads.flatMap((head) => own.map((one) => joined([head, one])));
      const path = joined([text, ownText]);
      if ('router' in content) return this.served(content.router, path, samples);
      // A strict router serves no other spelling, and in any router the written one comes first.
      const tail = ownText.endsWith('/') && ownText !== '/' ? '/' : '';
      const paths = samples.map((one) => one + tail);
      return [{ handler: content.handler, method: content.method, path, samples: paths }];
    });
  }
}

/** Only a router in the main file can mount one that is not in a file of its own. */
function childOf(owner: number | 'app', wish: number): number | null {
  if (owner === 'app') return wish;
  return owner >= 3 ? null : owner + 1 + (wish % (3 - owner));
}

function reachableRouters(setup: Setup): ReadonlySet<number> {
  const found = new Set<number>();
  const visit = (owner: number | 'app', entries: readonly Entry[]) => {
    for (const child of childrenOf(owner, entries)) {
      if (found.has(child)) continue;
      found.add(child);
      visit(child, setup.routers[child]!.entries);
    }
  };
  visit('app', setup.app);
  return found;
}

/** A file can only import from files, so what a router in a file mounts is in a file too. */
function routersInFiles(setup: Setup): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [number, plan] of setup.routers.entries()) {
    if (plan.form === 'file') found.add(number);
    if (found.has(number)) for (const child of childrenOf(number, plan.entries)) found.add(child);
  }
  return found;
}

function childrenOf(owner: number | 'app', entries: readonly Entry[]): number[] {
  return entries.flatMap((entry) => {
    if (entry.kind === 'group') return childrenOf(owner, entry.entries);
    const child = entry.kind === 'mount' ? childOf(owner, entry.router) : null;
    return child === null ? [] : [child];
  });
}
