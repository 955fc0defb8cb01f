/** The run of the set-up, for those who note what it installs. */
export interface Run {
  /** How late the code that runs now is, where the rest of the program does not wait for it. 0: at once. */
  lateness(): number;
  nextOrder(): number;
  /** It has turned out to make an app. */
  refuel(): void;
}
