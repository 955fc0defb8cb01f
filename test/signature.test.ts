import { describe, expect, test } from 'vitest';
import { objectValue, unknown, type Value } from '#frameworks';
import { Given } from '../src/link/assemble/steps/given.ts';
import { signature } from '../src/link/assemble/steps/signature.ts';
import { Lasting } from '../src/link/machine/lasting.ts';
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

  test('when it is a user of which each guard makes one of its own, but for which one it is', () => {
    const atSetup = objectValue([['id', made()]], true);
    const lasting = new Lasting();
    lasting.begin();
    const user = (name = 'id') => objectValue([[name, made()]], true);
    const [one, other] = [user(), user()];
    const given = (...values: readonly Value[]) => new Given(lasting, values);
    expect(given(one).alike).toBe(given(other).alike);
    expect(given(one).exact).not.toBe(given(other).exact);
    expect(given(one, one).alike).not.toBe(given(one, other).alike);
    expect(given(one).alike).not.toBe(given(user('name')).alike);
    expect(given(one).alike).not.toBe(given({ ...one, open: false }).alike);
    expect(given(atSetup).alike).not.toBe(given(user()).alike);
    expect(given(one).isIn([objectValue([['account', one]])])).toBe(true);
    expect(given(one).isIn([other])).toBe(false);
  });
});
