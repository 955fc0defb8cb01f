/** A route of a controller, as it is served. */
export interface ControllerRoute {
  readonly method: string;
  readonly path: string;
  /** `/v1`; '' for none. */
  readonly version: string;
}
