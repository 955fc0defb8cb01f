let clock = 0;

/** What is made from now on is younger than this. */
export function now(): number {
  return clock;
}

/** When something is made: later than all that was made before. */
export function born(): number {
  return ++clock;
}
