import type { Value } from '#frameworks';
import type { Mark } from '#model';
import type { EntryRecord } from '../../installed/records.ts';
import { identity } from '../../machine/metadata.ts';
import type { MetadataRead } from '../../values/metadata-read.ts';
import type { KnownStep } from '../steps/known-step.ts';
import type { Steps } from '../steps/steps.ts';
import type { Linked } from './links.ts';

/** What the program itself has written on a route's handler and class, and who of its chain reads it. */
export function marksOf(steps: Steps, entry: EntryRecord, linked: readonly Linked[]): Mark[] {
  if (entry.kind !== 'route' || !entry.target) return [];
  const { handler, owner, exempt } = entry.target;
  const chain = linked.map((one) => one.met.step);
  const adapter = chain[0]?.adapter;
  const found: Mark[] = [];
  if (exempt) found.push({ name: 'auth', text: null, at: exempt, isRead: true, opens: true, reader: null });
  for (const [of, target] of [
    ['handler', handler],
    ['owner', owner],
  ] as const) {
    for (const { key, value, at } of steps.machine.metadata.entries(target)?.values() ?? []) {
      const name = key.t === 'primitive' ? String(key.value) : null;
      if (at.file === '' || (name !== null && (adapter?.isOwnMetadata?.(name) ?? false))) continue;
      const reads = (step: KnownStep) => readOf(step.judgement?.metadataReads ?? [], key);
      const reader = steps.all.find((step) => reads(step));
      const isKnown = reader !== undefined || steps.machine.metadata.guardReads.has(identity(key));
      const own = chain.map(reads).filter((read) => read !== undefined);
      const readers = linked.filter((one) => reads(one.met.step)?.of.has(of));
      found.push({
        name: name ?? 'a mark',
        text: textOf(value),
        at,
        isRead: readers.length > 0,
        opens: !isNothing(value) && readers.some((one) => isLetThrough(one) && rejectsElsewhere(one)),
        reader: isKnown ? { step: reader?.id ?? null, elsewhere: elsewhere(own, of) } : null,
      });
    }
  }
  return found;
}

export function isLetThrough({ link }: Linked): boolean {
  return link.outcome.none === 'continues' && link.covers === 'all';
}

function rejectsElsewhere({ met }: Linked): boolean {
  return met.step.step.outcome.none === 'rejects';
}

/** Who writes this asks for nothing: `false`, an empty list. */
export function isNothing(value: Value): boolean {
  return (value.t === 'primitive' && !value.value) || (value.t === 'array' && value.items.length === 0);
}

function readOf(reads: readonly MetadataRead[], key: Value): MetadataRead | undefined {
  return reads.find((read) => identity(read.key) === identity(key));
}

/** A step of the chain reads such marks, but of the other place. */
function elsewhere(own: readonly MetadataRead[], of: 'handler' | 'owner'): 'class' | 'handler' | null {
  if (own.length === 0) return null;
  return of === 'owner' ? 'handler' : 'class';
}

/** Null for a flag. */
export function textOf(value: Value): string | null {
  if (value.t === 'primitive') return typeof value.value === 'string' ? value.value : null;
  if (value.t !== 'array' || value.items.length === 0) return value.t === 'unknown' ? '…' : null;
  return value.items.map((item) => (item.t === 'primitive' ? String(item.value) : '…')).join(', ');
}
