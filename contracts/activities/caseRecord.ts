import type { Ballot } from '../../domain/approval/committee';
import type { CaseStep } from '../../domain/approval/separation';
import type { PartToCorrect } from '../../domain/kyc/fileParts';
import type { ProcessAction } from '../audit';
import type { EnterpriseId, InstitutionId, TaskId, UserId } from '../ids';
import type { GivenValues, MessageChannel, MessageKind } from '../messages';
import type { Actor } from '../people';
import type { CaseRefusal } from '../refusals';
import type { CaseType, TaskClosed, TaskToOpen } from '../tasks';
import type { AnyStage } from '../texts/processTexts';
import type { CollectionFacts } from './collection';

/** A message to the enterprise. The address, the language and its name are looked up where they are kept. */
export interface MessageOf<Kind extends MessageKind> {
  /** Names the business event; one message for each key. */
  readonly dedupeKey: string;
  readonly channel: MessageChannel;
  readonly kind: Kind;
  readonly values: GivenValues<Kind>;
  /** By mail to each address of its people too, and not to the enterprise's alone. */
  readonly isToEverybody?: boolean;
}

/** A message of any kind, with the values of its kind. */
export type MessageToSend = { [Kind in MessageKind]: MessageOf<Kind> }[MessageKind];

/**
 * One step of a case: the projection, the tasks, the messages and the audit record, written together or not
 * at all. Writing it again changes nothing.
 */
export interface CaseChange {
  readonly caseType: CaseType;
  readonly caseId: string;
  readonly institutionId: InstitutionId;
  readonly enterpriseId: EnterpriseId | null;
  /** Names the change within its case. */
  readonly changeKey: string;
  /** Business instant at which it counts, ISO 8601. */
  readonly at: string;
  /** New stage; `since` grows strictly within a case, so that a late write can't take it back. */
  readonly stage?: {
    readonly stage: AnyStage;
    readonly since: string;
    readonly refusal?: CaseRefusal;
  };
  readonly open?: readonly TaskToOpen[];
  /**
   * All tasks that the process waits for, when table and process are brought to agree again: missing ones are
   * written, others of the process end, and the stage is written whatever the table says.
   */
  readonly recheck?: {
    readonly workflowId: string;
    readonly tasks: readonly RecheckedTask[];
    /** Ended in the process; their end is being written. */
    readonly ending: readonly TaskId[];
  };
  readonly close?: readonly TaskClosed[];
  readonly claim?: {
    readonly taskId: TaskId;
    readonly by: UserId | null;
    /** Who had it before. */
    readonly from?: UserId | null;
    readonly version: number;
  };
  readonly vote?: CastVote;
  /** An alarm of an open task has come: so many by now. */
  readonly escalate?: { readonly taskId: TaskId; readonly escalations: number };
  /** Parts of its file that an enterprise is to put right, from the new stage on. */
  readonly correct?: {
    readonly parts: readonly PartToCorrect[];
    readonly by: UserId;
    /** The task by which a reviewer sent them back; null where its people asked. */
    readonly taskId: TaskId | null;
    /** Business instant by which they are to be handed in, ISO 8601. */
    readonly dueAt: string;
  };
  /** What it says of the ladder of an overdue loan. */
  readonly collection?: CollectionFacts;
  readonly messages?: readonly MessageToSend[];
  readonly audit: {
    readonly actorId: UserId | null;
    readonly action: ProcessAction;
    readonly outcome: string;
    readonly detail?: Readonly<Record<string, string | number | boolean>>;
  };
}

/** A ballot in a sitting, or that somebody steps back from it. */
export interface CastVote {
  readonly taskId: TaskId;
  readonly round: number;
  readonly by: UserId;
  /** The member, where a deputy votes. */
  readonly onBehalfOf?: UserId;
  readonly ballot: Ballot | 'RECUSE';
  readonly reason: string;
}

/** A task that its process waits for, as the process knows it. */
export interface RecheckedTask extends TaskToOpen {
  readonly claimedBy: UserId | null;
  readonly escalations: number;
  readonly version: number;
}

/** What the database knows and a process may not: it began anew, or was set back. */
export interface Recorded {
  /** Who took a step of the case before, by decisions that count. */
  readonly acts: readonly { readonly step: CaseStep; readonly userId: UserId }[];
  /** Rechecked tasks that are over in the table: they were decided before the process was set back. */
  readonly over: readonly TaskId[];
  /** After a vote: those of its sitting who are no staff of the institution any more. */
  readonly inactive: readonly UserId[];
  /** To whom the institution's setting gives tasks that were opened: who is there, may decide and has least to do. */
  readonly chosen: readonly { readonly taskId: TaskId; readonly to: Actor }[];
  /** Rechecked tasks in the hands of people who may not act on them any more: suspended, or without the right. */
  readonly abandoned: readonly TaskId[];
  /** Why nothing of the step was written: it is contact with a debtor who may not be disturbed now. */
  readonly withheld?:
    | 'CONTACT_IN_QUIET_HOURS'
    | 'CONTACT_LIMIT'
    | 'DEBIT_IN_PROGRESS'
    | 'PROMISE_ALREADY_OPEN';
}

export interface CaseRecordActivities {
  /**
   * Contact of the ladder takes its debtor's turn: what may not be is not written, no letter and no task of it either.
   * @returns null unless the change opens or rechecks tasks, is a vote, or is withheld
   * @throws a technical fault only
   */
  recordChange(change: CaseChange): Promise<Recorded | null>;
  /**
   * The same for what people are to decide and what follows from their acts: an ordinary activity, so that both
   * are in the history before anybody sees them in the table.
   */
  recordHumanStep(change: CaseChange): Promise<Recorded | null>;
}
