export { type Candidate, candidatesIn } from './candidates.ts';
export {
  CHANGE_KINDS,
  type ChangeKind,
  compareSurfaces,
  isAlarming,
  lostByChange,
  type SurfaceChange,
  type SurfaceDiff,
} from './compare.ts';
export type { Reason, Version } from './guards.ts';
export type { Identified } from './identity.ts';
export { printRoute } from './line.ts';
export { compareLock, isSame, LOCK_FILE, type LockDifference, type ParsedLock, parseLock, printLock } from './lock.ts';
export type { SurfaceRoute } from './route.ts';
export { type AppOf, surfaceOf } from './surface.ts';
