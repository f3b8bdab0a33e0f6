export type Options = {
  /** A smoke run: fewer rounds, and far fewer sessions stored. */
  readonly isQuick: boolean;
};
