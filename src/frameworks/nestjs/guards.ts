import type { Place } from '#text';
import type { SiteArgument } from '../adapter.ts';
import type { FunctionValue, Value } from '../values.ts';
import { isBefore, majorOf } from '../version.ts';
import type { Workbench } from '../workbench.ts';
import { Enhancers, labelOf } from './enhancers.ts';
import type { Injector } from './injector.ts';
import type { ModuleNode } from './modules.ts';

/** Guards as steps: what stands in their place is one, whatever it is, because Nest asks it who may pass. */
export class Guards extends Enhancers {
  readonly #version: string | null;

  constructor(workbench: Workbench, injector: Injector, version: string | null) {
    super(workbench, injector, {
      token: 'APP_GUARD',
      metadata: '__guards__',
      method: 'canActivate',
      phase: 'guard',
      parameters: ['context'],
    });
    this.#version = version;
  }

  /** A class in the place of an instance is no guard (N8). */
  override global(node: ModuleNode, guard: Value, at: Place, name: string): SiteArgument[] {
    const steps = this.step(node, guard, at, name);
    return guard.t === 'class'
      ? steps.map((step) => ({ ...step, value: guard, ignored: passedOver(this.#version) }))
      : steps;
  }

  protected override step(node: ModuleNode, guard: Value, at: Place, name: string): SiteArgument[] {
    const label = name || labelOf(guard);
    const { phase } = this.kind;
    if (guard.t === 'function')
      return [{ value: guard, at, label: guard.name || label, phase, ignored: this.#whatBecomesOf(guard) }];
    return [this.anew({ value: this.called(node, guard, at), at, label, phase })];
  }

  /** A factory that nobody has called. Nest makes an instance of it as of a class, which arrow functions do not allow. */
  #whatBecomesOf(factory: FunctionValue): string {
    return factory.code.arrow || this.injector.isForeign(factory.file) ? refused : passedOver(this.#version);
  }
}

const refused = 'the application does not start';
const ignored = 'it is passed over, so that everybody gets through';

/** 11.2.10 and 12.5 are the first that look whether a guard is one (N8). */
function passedOver(version: string | null): string {
  if (!/^\d+\.\d+\.\d+/.test(version ?? '')) return `${ignored}, or ${refused}`;
  return isBefore(version, majorOf(version) === 11 ? [11, 2, 10] : [12, 5, 0]) ? ignored : refused;
}
