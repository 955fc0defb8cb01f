import { describe, expect, test } from 'vitest';
import { unknown, type Value } from '#frameworks';
import { signature } from '../src/link/assemble/steps/signature.ts';
import { memberOfUnknown } from '../src/link/values/derivations.ts';

const at = { file: 'guard.ts', start: 10, end: 20 };
const made = () => unknown('what the database says', at);

function signatures(...values: readonly Value[]): string {
  const named = new Map<Value, number>();
  return values.map((value) => signature(value, named)).join(' ');
}

describe('what earlier steps have left looks the same to a step', () => {
  test('when nothing is known of it and it was made at the same place', () => {
    expect(signatures(made(), made())).toBe(signatures(made(), made()));
    expect(signatures(made())).not.toBe(signatures(unknown('what the database says', { ...at, start: 11 })));
    expect(signatures(made())).not.toBe(signatures(unknown('what the database says', at, 'caller')));
  });

  test('when the same of it is the same value', () => {
    const once = made();
    expect(signatures(once, once)).not.toBe(signatures(made(), made()));
  });

  test('when the same of it was read of the same', () => {
    const [one, other] = [made(), made()];
    const [ofOne, ofOther] = [memberOfUnknown(one, 'role', at), memberOfUnknown(other, 'role', at)];
    expect(signatures(one, ofOne)).toBe(signatures(other, ofOther));
    expect(signatures(one, ofOne)).not.toBe(signatures(one, ofOther));
    expect(signatures(one, ofOne)).not.toBe(signatures(one, memberOfUnknown(one, 'name', at)));
    expect(signatures(one, ofOne)).not.toBe(signatures(one, { ...ofOne }));
  });
});
