import type { Role } from '../../domain/approval/roles';
import type { RungAction } from '../../domain/overdue/ladder';
import type { PromiseLimits } from '../../domain/parameters/collection';
import type {
  ContactOutcome,
  ContactParty,
  ContactWay,
  LadderStage,
  NotApplicableBecause,
} from '../collection';
import type { LoanId, UserId } from '../ids';
import type { CarriedTask } from '../workflows/loan';

/** What stands in the database of the ladder after a step of its process; written with the step, or not at all. */
export interface CollectionFacts {
  /** The number of the episode that all of it belongs to. */
  readonly episode: number;
  /** After a look: the episode as it is since. */
  readonly looked?: {
    readonly openedOn: string;
    /** Business instant, ISO 8601; null while it is open. */
    readonly curedAt: string | null;
    readonly stage: LadderStage;
    /** The day of the last daily look. */
    readonly lookedOn: string;
    readonly anchorDate: string | null;
    readonly nextAt: string | null;
    /** See {@link CollectionLook}; left out by programs before 2026-11-28. */
    readonly awaitsDebit?: boolean;
  };
  readonly reached?: readonly {
    readonly day: number;
    readonly reachedOn: string;
    readonly daysPastDue: number;
    readonly stage: LadderStage;
  }[];
  readonly settled?: readonly SettledAction[];
  readonly promise?: NewPromise;
  readonly promisesEnded?: readonly {
    readonly id: string;
    readonly status: 'KEPT' | 'BROKEN';
    /** Business instant, ISO 8601. */
    readonly endedAt: string;
  }[];
  readonly hold?: {
    readonly id: string;
    readonly status: 'GRANTED' | 'REFUSED';
    /** Null where nobody decided: the episode was over first. */
    readonly decidedBy: UserId | null;
    readonly reason: string;
  };
  readonly contact?: NewContact;
}

/** How an action of a rung ended. */
export type SettledAction = RungAction &
  (
    | { readonly outcome: 'DONE' | 'SUPERSEDED' }
    | { readonly outcome: 'NOT_APPLICABLE'; readonly why: NotApplicableBecause }
  );

/** A debtor, or whoever talked to it, says how much will be there by which day. */
export interface NewPromise {
  readonly id: string;
  readonly amountFen: number;
  /** The last day, included. */
  readonly byDate: string;
  /** Business instant, ISO 8601. */
  readonly madeAt: string;
  readonly madeBy: UserId;
}

/** Somebody talked to the debtor, or tried to. */
export interface NewContact {
  readonly id: string;
  readonly channel: ContactWay;
  readonly party: ContactParty;
  readonly outcome: ContactOutcome;
  /** Business instant, ISO 8601. */
  readonly at: string;
  readonly by: UserId;
  readonly taskId: string | null;
  readonly note: string;
}

/** Something that is asked for and waits for risk to decide. */
export interface RequestedHold {
  readonly id: string;
  readonly kind: 'HARDSHIP' | 'FREEZE';
  readonly from: string;
  readonly until: string;
  readonly reason: string;
  readonly askedBy: UserId;
}

/** A paper about what is overdue that nobody was asked to post yet: the Chinese one, which binds. */
export interface LetterToPost {
  readonly paperId: string;
  readonly number: string;
  /** The day that it is of. */
  readonly date: string;
}

/** What a look at the ladder found, by the rules in force on its day. */
export interface CollectionLook {
  /** Number of the episode that is open after it; null when nothing is overdue. */
  readonly episode: number | null;
  readonly stage: LadderStage;
  /** Nothing is overdue any more. */
  readonly isOver: boolean;
  /** To be written with what the process makes of it; null when there never was an episode. */
  readonly facts: CollectionFacts | null;
  /** To be done now, in order of rungs; not in {@link facts} yet. */
  readonly due: readonly RungAction[];
  /** What waits for the end of the quiet hours, or for the outcome of a debit. */
  readonly moved: readonly RungAction[];
  /** Something waits for the outcome of a debit: the loan's process tells when it is known. */
  readonly awaitsDebit: boolean;
  /** When it is looked at next by itself, business time; epoch milliseconds. */
  readonly nextAtMs: number;
  /** The oldest unpaid instalment, and all that is overdue; null when nothing is. */
  readonly arrears: {
    readonly instalment: number;
    readonly dueDate: string;
    readonly daysPastDue: number;
    readonly overdueFen: number;
  } | null;
  readonly openPromise: { readonly id: string; readonly byDate: string } | null;
  /** Promises of the episode that were broken. */
  readonly broken: number;
  /** People are not to talk to the debtor today: a promise is open, or contact is held. */
  readonly isContactHeld: boolean;
  readonly requested: readonly RequestedHold[];
  readonly letters: readonly LetterToPost[];
  readonly promiseLimits: PromiseLimits;
  /** When people may be disturbed, HH:mm. */
  readonly quiet: { readonly quietFrom: string; readonly quietUntil: string };
}

export interface CollectionActivities {
  /** Looks at the ladder of a loan; changes nothing. */
  lookAtCollection(of: {
    readonly loanId: LoanId;
    /** Business instant, epoch milliseconds. */
    readonly atMs: number;
    /** What an earlier look moved to this moment, or to a later one. */
    readonly moved: readonly RungAction[];
  }): Promise<CollectionLook>;
  /** Tasks of the process that people see, when it goes on in another run or begins anew. */
  takeUpCollection(of: {
    readonly loanId: LoanId;
  }): Promise<{ readonly tasks: readonly OpenCollectionTask[] }>;
}

export interface OpenCollectionTask extends CarriedTask {
  readonly role: Role;
  readonly kind: 'CALL_BORROWER' | 'VISIT_BORROWER' | 'DO_COLLECTION_STEP' | 'DECIDE_HOLD';
}
