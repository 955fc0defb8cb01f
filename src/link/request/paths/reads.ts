import type { Primitive } from '#frameworks';
import type { Address, Listener, Question } from '../../values/address.ts';

type Part = Omit<Address, 'query'> & Partial<Pick<Address, 'query'>>;

/** What trials have looked at of the route that their request is for: all else of it makes no difference to them. */
export class Reads implements Listener {
  /** Of the request that is tried. */
  address: Address = { path: '', base: '', query: '' };
  /** All of the path. */
  path = false;
  method = false;
  /** Which parameters every request has. */
  parameters = false;
  /** What stands behind the route. */
  target = false;
  /** Which function and class stand there, whatever is noted of them. */
  identity = false;
  /** Paths in what the route says about itself; `*` for all of it. */
  readonly config = new Set<string>();
  /** What was asked about the path, by name. */
  readonly #questions = new Map<string, Question>();

  ask(question: Question): void {
    this.#questions.set(question.name, question);
  }

  /** The same text for the same reads. */
  get text(): string {
    const questions = [...this.#questions.keys()].sort().join('\n');
    return `${this.path} ${this.method} ${this.parameters} ${this.target} ${this.identity} ${[...this.config].sort().join()}\n${questions}`;
  }

  /** The same text for addresses that look the same to who reads this of them. */
  seen({ path, base, query = '' }: Part): string {
    if (this.path) return `${path} ${base} ${query}`;
    return [...this.#questions]
      .map(([name, { of }]) => `${name}: ${of({ path, base, query })}`)
      .sort()
      .join('\n');
  }

  differs(one: Part, other: Part): boolean {
    return this.seen(one) !== this.seen(other);
  }
}

/** A text that counts as read when somebody looks at its letters: most steps only hand it on. */
export function unread(text: () => string | undefined): Primitive {
  return {
    t: 'primitive',
    get value() {
      return text();
    },
    at: null,
  };
}
