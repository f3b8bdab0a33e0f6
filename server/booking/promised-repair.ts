import type { AskedRepair } from './judged-repair.ts';

/** A repair as it was shown: what was asked, and what came of it. */
export type PromisedRepair<Asked extends AskedRepair> = {
  /** What is made with it will be called so: it is made once. */
  readonly id: string;
  readonly asked: Asked;
  /** What was shown: where sessions go, and the courses that are left. It is judged again, and not sought again. */
  readonly shown: Pick<AskedRepair, 'chosen' | 'leave'>;
  /** Of every course that is broken, at which version, and of where its sessions go. */
  readonly digest: string;
};
