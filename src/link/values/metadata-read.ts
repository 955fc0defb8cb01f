import type { Value } from '#frameworks';

/** Metadata that a step asks for, and of what. */
export interface MetadataRead {
  readonly key: Value;
  readonly of: Set<'handler' | 'owner'>;
}
