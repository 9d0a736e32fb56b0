/**
 * What an admin may do about a process from outside. Safe ones are done at once; the others can do harm, so one person
 * asks and another approves. The kinds are the same in HTTP and in the database's CHECK (a test compares).
 */
export const PROCESS_ACTS = {
  /** Activities that wait for their next attempt are tried at once. */
  RETRY_NOW: { needsSecondPerson: false },
  /** It looks at its case again, and writes its stage and its tasks again. */
  LOOK_AGAIN: { needsSecondPerson: false },
  /** It does its last step again; one that ended badly goes on from there. */
  SET_BACK: { needsSecondPerson: true },
  /** It ends where it stands. Only of one whose case is over: any other would be carried on within a minute. */
  END: { needsSecondPerson: true },
} as const;
export type ProcessActKind = keyof typeof PROCESS_ACTS;
export const PROCESS_ACT_KINDS = Object.keys(PROCESS_ACTS) as readonly ProcessActKind[];

export const PROCESS_ACT_STATUSES = [
  /** It waits for a second person. */
  'ASKED',
  'REJECTED',
  /** It may be done, and is about to be. */
  'APPROVED',
  /** Temporal took it; whether the process has moved since is not seen yet. */
  'ACCEPTED',
  /** The process has moved since. */
  'MOVED',
  /** It could not be done. */
  'REFUSED',
] as const;
export type ProcessActStatus = (typeof PROCESS_ACT_STATUSES)[number];
