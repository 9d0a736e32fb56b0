import type { CaseChange } from '../../contracts/activities';
import type { CaseRefusal } from '../../contracts/refusals';
import type { AnyStage } from '../../contracts/texts/processTexts';
import type { Decided, WaitingFor } from '../../contracts/workflows';
import type { TaskKind } from '../../domain/approval/tasks';
import type { OwnWrite } from './caseRecord';
import type { TaskBeginning, TaskOf } from './task';
import type { OverBecause } from './tasks';

export interface StageEntry extends Partial<Pick<CaseChange, 'messages' | 'collection' | 'correct'>> {
  /** Null when the case is over. */
  readonly waitingFor: WaitingFor | null;
  /** Business instant at which it goes on by itself. */
  readonly dueAtMs?: number;
  readonly refusal?: CaseRefusal;
  readonly detail?: CaseChange['audit']['detail'];
  /** Does the writing, together with facts of its own. */
  readonly write?: OwnWrite;
}

/** What a person is asked. */
export interface Question<Stage extends AnyStage>
  extends TaskBeginning,
    Partial<Pick<CaseChange, 'messages' | 'collection'>> {
  /** The stage that the case enters with it; left out, it stays where it is. */
  readonly stage?: Stage;
}

/** A question that may answer itself. */
export interface Passing {
  readonly overBecause: OverBecause;
}

/** A task and what becomes of it, as `Case.ask` says. */
export interface Asked<Kind extends TaskKind> {
  readonly task: TaskOf<Kind>;
  readonly decision: Promise<Decided<Kind> | null>;
}

/** Where a case begins: a new one, or one that an earlier run had carried so far. */
export interface CaseBeginning<Stage extends AnyStage> {
  readonly stage: Stage;
  /** Business instant since when. */
  readonly sinceMs?: number;
  /** What it is about, fen; null, or left out, where it is about no amount. */
  readonly amountFen?: number | null;
}
