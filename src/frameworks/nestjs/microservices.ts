import type { SiteArgument } from '../adapter.ts';
import { isTrue, native, objectValue, propertyOf, undefinedValue } from '../plain-values.ts';
import type { Value } from '../values.ts';
import type { Platform } from './paths.ts';

interface Microservice {
  /** What the application had for everything when its listeners were made; null when it shares that to the end. */
  readonly inherited: readonly SiteArgument[] | null;
  readonly own: SiteArgument[];
}

/** The microservices beside a server, and what of the whole application holds for their messages (N17). */
export class Microservices {
  readonly #all: Microservice[] = [];
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  get areThere(): boolean {
    return this.#all.length > 0;
  }

  /**
   * `app.connectMicroservice(_, options)`. `use`: what a call of `useGlobalGuards` and its kin does with an argument, on the
   * application whose configuration the microservice shares, or for these messages alone.
   */
  connect(
    options: Value | undefined,
    globals: readonly SiteArgument[],
    use: (method: string, value: Value, own: SiteArgument[] | null) => void,
  ): Value {
    const given = (name: string) => isTrue(propertyOf(options, name));
    const isDeferred = given('deferInitialization') && (this.#platform.major ?? 0) >= 11;
    const own: SiteArgument[] = [];
    const inherits = given('inheritAppConfig');
    const inherited = inherits ? (isDeferred ? null : [...globals]) : [];
    this.#all.push({ inherited, own });
    const setter = (method: string): [string, Value] => [
      method,
      native(method, (values) => {
        if (inherits || isDeferred) for (const value of values) use(method, value, inherits ? null : own);
        return undefinedValue;
      }),
    ];
    return objectValue([setter('useGlobalGuards'), setter('useGlobalInterceptors')], true);
  }

  /** Whichever of them a message comes by. */
  around(globals: readonly SiteArgument[]): readonly SiteArgument[] {
    const [first = [], ...others] = this.#all.map(({ inherited, own }) => [...(inherited ?? globals), ...own]);
    return first.filter((one) => others.every((list) => list.includes(one)));
  }
}
