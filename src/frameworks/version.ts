/** The major of a version or range (`^4.18.2`); null when unknown. */
export function majorOf(version: string | null | undefined): number | null {
  return partsOf(version)[0] ?? null;
}

/** Whether a version is older than another, given by its major, minor and patch. */
export function isBefore(version: string | null, other: readonly [number, number, number]): boolean {
  const parts = partsOf(version);
  const first = other.findIndex((part, index) => part !== (parts[index] ?? 0));
  return first !== -1 && (parts[first] ?? 0) < other[first]!;
}

function partsOf(version: string | null | undefined): readonly number[] {
  return (version?.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}
