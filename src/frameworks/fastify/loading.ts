import type { Site } from '../adapter.ts';
import type { ScopeValue } from '../values.ts';

/**
 * What waits to be loaded, innermost plugin first. `register`, `after` and `addHook` only queue; the queue runs when
 * somebody awaits, and in the end: https://github.com/fastify/avvio/blob/v9.1.0/boot.js
 */
export class Loading {
  readonly #queues: (() => void)[][] = [[]];
  readonly #looks: (() => void)[] = [];
  readonly #readied: (() => void)[] = [];
  /** Everything was loaded and the server told to start: what is installed from now on throws. */
  isStarted = false;

  enqueue(task: () => void): void {
    this.#queues[0]!.push(task);
  }

  /** Runs what the plugin that is loading now has queued so far. */
  load(): void {
    const [queue] = this.#queues;
    for (let task = queue!.shift(); task; task = queue!.shift()) task();
  }

  /** Queues what is looked at when all is loaded. */
  look(task: () => void): void {
    this.#looks.push(task);
  }

  /** Queues what the program does when it is ready: by then all was looked at. */
  whenReady(task: () => void): void {
    this.#readied.push(task);
  }

  /** Everything is loaded. */
  settle(): void {
    this.load();
    for (const queue of [this.#looks, this.#readied]) for (let task = queue.shift(); task; task = queue.shift()) task();
  }

  /** Runs a plugin: what it queues is loaded before what stands behind it. */
  enter(plugin: () => void): void {
    this.#queues.unshift([]);
    try {
      plugin();
      this.load();
    } finally {
      this.#queues.shift();
    }
  }
}

const loadings = new WeakMap<ScopeValue, Loading>();

export function loadingOf(scope: ScopeValue): Loading {
  if (scope.parent) return loadingOf(scope.parent);
  const known = loadings.get(scope) ?? new Loading();
  loadings.set(scope, known);
  return known;
}

/** What stands in no queue of its own is loaded by then. */
export function settleLater(site: Site, loading: Loading): void {
  site.eventually(() => site.eventually(() => loading.settle()));
}

/** Queues what is to be done for a call; at the latest it happens when the program has nothing else to do. */
export function enqueue(site: Site, body: () => void): void {
  const loading = loadingOf(site.scope);
  loading.enqueue(site.later(body));
  site.eventually(() => loading.load());
  settleLater(site, loading);
}
