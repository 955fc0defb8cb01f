/** The major of a version or range (`^4.18.2`); null when unknown. */
export function major(version: string | null): number | null {
  const found = version?.match(/\d+/);
  return found ? Number(found[0]) : null;
}
