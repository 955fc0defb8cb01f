import type { Facts } from '#facts';

type Node = Readonly<Record<string, unknown>>;

const none: readonly string[] = [];
const ofFunctions = ['params', 'body'];
const ofMembers = ['value', 'type', 'decorators'];
const ofParameters = ['type', 'decorators'];
const ofDeclarations = ['type'];

/** The parts of a node of which it is noted whether anybody looks at them. */
function partsOf(node: Node): readonly string[] {
  const { k, s } = node;
  if (k !== undefined) return k === 'function' ? ofFunctions : none;
  if (s !== undefined) return s === 'let' ? ofDeclarations : none;
  if ('static' in node) return ofMembers;
  return 'property' in node ? ofParameters : none;
}

/** What stands behind parts that nobody has looked at. */
const hidden = new WeakMap<object, Record<string, unknown>>();
const doors = new Map<string, PropertyDescriptor>();

/** From now on it is noted which parts somebody looks at: whatever way there is to them leads through the door of a property. */
export function watchReading(facts: Facts): void {
  hide(facts.body);
}

/** Whatever stands within a part is hidden when that part is looked at: most is never reached. */
function hide(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const one of node) hide(one);
    return;
  }
  const record = node as Record<string, unknown>;
  const parts = partsOf(record);
  if (parts.length > 0 && hidden.has(record)) return;
  for (const key in record) if (!parts.includes(key)) hide(record[key]);
  if (parts.length === 0) return;
  const behind: Record<string, unknown> = {};
  for (const key of parts) behind[key] = record[key];
  hidden.set(record, behind);
  for (const key of parts) Object.defineProperty(record, key, doorOf(key));
}

/** One for all nodes, so that they stay alike for the engine. */
function doorOf(key: string): PropertyDescriptor {
  let door = doors.get(key);
  if (!door) {
    const open = (node: object, value: unknown) =>
      Object.defineProperty(node, key, { value, writable: true, enumerable: true, configurable: true });
    door = {
      get(this: object) {
        const behind = hidden.get(this)!;
        const value = behind[key];
        delete behind[key];
        open(this, value);
        hide(value);
        return value;
      },
      enumerable: true,
      configurable: true,
    };
    doors.set(key, door);
  }
  return door;
}

/**
 * Which parts nobody has looked at, numbered as a walk through all that was looked at meets them: numbers that stay the same as
 * long as nothing else changes. Base64 of a bit for each; empty when all was looked at.
 */
export function unreadOf(facts: Facts): string {
  const bits: boolean[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) {
      for (const one of node) walk(one);
      return;
    }
    const record = node as Node;
    const parts = partsOf(record);
    const behind = parts.length > 0 ? hidden.get(record) : undefined;
    for (const key in record) {
      const isPart = parts.includes(key);
      const isUnread = isPart && behind !== undefined && key in behind;
      if (isPart) bits.push(isUnread);
      if (!isUnread) walk(record[key]);
    }
  };
  walk(facts.body);
  return bits.includes(true) ? encode(bits) : '';
}

function encode(bits: readonly boolean[]): string {
  const bytes = Buffer.alloc((bits.length + 7) >> 3);
  for (const [index, bit] of bits.entries()) if (bit) bytes[index >> 3]! |= 1 << (index & 7);
  return bytes.toString('base64');
}

/** Tells on a walk through facts which parts nobody has looked at. */
export class Unread {
  readonly #bytes: Buffer;
  #met = 0;

  constructor(bits: string) {
    this.#bytes = Buffer.from(bits, 'base64');
  }

  /** Whether nobody has looked at what stands there. To be asked about everything, in the order of the walk. */
  has(node: Node, key: string): boolean {
    if (this.#bytes.length === 0 || !partsOf(node).includes(key)) return false;
    const index = this.#met++;
    return ((this.#bytes[index >> 3] ?? 0) >> (index & 7)) % 2 === 1;
  }
}
