import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Ballot, SittingState } from '../../domain/approval/committee';
import { ROLES } from '../../domain/approval/roles';
import type { TASK_RULES, TaskKind } from '../../domain/approval/tasks';
import type { BusinessClock } from '../../domain/calendar/clock';
import type { PartToCorrect } from '../../domain/kyc/fileParts';
import type { CaseRules } from '../../domain/parameters/caseRules';
import type { CheckFindings } from '../../domain/postLoan/findings';
import type { LoanId, TaskId } from '../ids';
import type { Actor, PersonsAct } from '../people';
import type { TaskView } from '../tasks';
import type { AnyStage } from '../texts/processTexts';

/** What every process lives by: the business clock, and the figures of policy that it keeps from its beginning. */
export interface TimeInput {
  readonly clock: BusinessClock;
  /** Real minutes that a wait for a person lasts at least. */
  readonly humanMinutesFloor: number;
  readonly rules: CaseRules;
  /** Where people reach the platform, for the links that the Temporal UI shows; the address of when it began. */
  readonly publicUrl: string;
}

/** Whose turn it is: a role of the platform, the bank, the calendar, or the platform itself. */
export const TURNS = [...ROLES, 'bank', 'calendar', 'platform'] as const;
export type WaitingFor = (typeof TURNS)[number];

/** What every process says about itself. */
export interface CaseView<Stage extends string> {
  readonly stage: Stage;
  /** Business instant since when, ISO 8601. */
  readonly since: string;
  /** Null when it is over. */
  readonly waitingFor: WaitingFor | null;
  /** Business instant at which it goes on by itself, ISO 8601. */
  readonly dueAt: string | null;
  readonly openTasks: readonly TaskView[];
}

/** Where a case stands and who goes on with it. */
export type CaseStanding = Omit<CaseView<AnyStage>, 'openTasks'>;

/** A decided task, and where its case stands since. */
export interface TaskDecided extends TaskView {
  readonly case: CaseStanding;
}

/** What every act on a task says of it. */
export interface TaskAct extends PersonsAct {
  readonly taskId: TaskId;
  /** The version that the person saw: an act on an older one is refused with what has changed. */
  readonly version?: number;
}

/** A person takes a task, so that no two work on it. */
export interface TaskClaim extends TaskAct {
  /** Gives it back instead: who has it, or an admin. */
  readonly release?: boolean;
  /** An admin gives it to this person; whoever has it loses it. */
  readonly to?: Actor;
  /** Takes it over from whoever has it. */
  readonly takeOver?: {
    /** As the API knows it: whoever has it is away today. */
    readonly isHolderAway: boolean;
  };
}

/** A person decides a task. What may be decided on which kind: `TASK_RULES`. */
export interface TaskDecision extends TaskAct {
  readonly decision: string;
  /** Shown to the applicant where the kind is about an application or an enterprise; else kept on file. */
  readonly reason: string;
  /** Of a refusal, and of a disputed fee: its number, see `DECISION_REASONS`. */
  readonly reasonCode?: string;
  /** Words that stay inside. */
  readonly note?: string;
  /** RESOLVE_PAYMENT only: the bank's reference (SUCCEEDED) or code (FAILED) that the person was told. */
  readonly bankReference?: string;
  /** RESOLVE_PAYMENT, SUCCEEDED: the day on which the bank booked it; else the day it was ordered for. */
  readonly bankDate?: string;
  readonly bankCode?: string;
  /** IDENTIFY_RECEIPT, BOOK_ON_LOAN, MATCH_ENTRY, REPAY_CLAIM: the loan that the money is for. */
  readonly loanId?: LoanId;
  /** RESOLVE_FEE_DISPUTE, GRANT: what of the fee is given up or back, fen. */
  readonly amountFen?: number;
  /** CHECK_BORROWER: what was found. */
  readonly findings?: CheckFindings;
  /** REVIEW_ENTERPRISE, ASK_FOR_CORRECTION: what is wrong with which part. */
  readonly parts?: readonly PartToCorrect[];
}

/** What was decided about a task of a kind: one of its words, as the validator saw to. */
export type Decided<Kind extends TaskKind = TaskKind> = Omit<TaskDecision, 'decision'> & {
  readonly decision: (typeof TASK_RULES)[Kind]['decisions'][number];
};

/**
 * The two updates of every process that has human tasks.
 * Refusals: TASK_NOT_FOUND, STALE_VERSION, DECISION_NOT_OFFERED, and those of `mayDecide` and `judgeReason`.
 */
export const claimTaskUpdate = defineUpdate<TaskView, [TaskClaim]>('claimTask');
export const decideTaskUpdate = defineUpdate<TaskDecided, [TaskDecision]>('decideTask');

/** A member of a committee votes, or its chair uses the veto or gives it up. A vote is final. */
export interface TaskVote extends PersonsAct {
  readonly taskId: TaskId;
  readonly ballot: Ballot;
  /** Kept in the minutes; needed for NO and VETO. */
  readonly reason: string;
}
/** A person steps back from a case because of a conflict of interest. */
export interface TaskRecusal extends PersonsAct {
  readonly taskId: TaskId;
  readonly reason: string;
}
/** Refusals: TASK_NOT_FOUND, NOT_VOTED_ON, REASON_REQUIRED and those of `mayActInSitting`. */
export const voteTaskUpdate = defineUpdate<SittingState, [TaskVote]>('voteTask');
export const recuseTaskUpdate = defineUpdate<SittingState, [TaskRecusal]>('recuseTask');

/** What every signal says under its seal: its own name. So no other sealed message of the process passes for it. */
export interface Told<Signal extends string> {
  readonly signal: Signal;
}

/** The business clock runs at another speed from now on; timers are armed again. */
export interface ClockChanged extends Told<'clockChanged'> {
  readonly clock: BusinessClock;
}
export const clockChangedSignal = defineSignal<[ClockChanged]>('clockChanged');

/** What a process with tasks waits for, to be compared with what the database shows. */
export interface ShownTasks {
  readonly stage: string;
  readonly tasks: readonly TaskView[];
}
export const tasksQuery = defineQuery<ShownTasks>('tasks');

/** Table and history differ (a reset, an accident): the process writes its stage and its open tasks again. */
export const recheckSignal = defineSignal<[Told<'recheck'>]>('recheck');
