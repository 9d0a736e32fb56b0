import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { RungAction } from '../../domain/overdue/ladder';
import type { OpenCollectionTask } from '../activities/collection';
import { LADDER_STAGES } from '../collection';
import type { EnterpriseId, InstitutionId, LoanId } from '../ids';
import type { PersonsAct } from '../people';
import type { CaseView, TimeInput } from './shared';

/** `CURED`: all that was overdue is paid. */
export const COLLECTION_STAGES = [...LADDER_STAGES, 'CURED'] as const;
export type CollectionStage = (typeof COLLECTION_STAGES)[number];

/** A loan that is overdue, as long as it is. Id: `collection/{loanId}`; begun by the loan's process. */
export interface CollectionInput extends TimeInput {
  readonly loanId: LoanId;
  readonly enterpriseId: EnterpriseId;
  readonly institutionId: InstitutionId;
  /** Business instant at which the loan was seen to be overdue, epoch milliseconds: it lives from there. */
  readonly begunAtMs: number;
  /** Of a process that goes on in another run, or begins anew from the rows of one that is gone; null at first. */
  readonly progress: CollectionProgress | null;
}

export interface CollectionProgress {
  /** Business instant that it has lived to, epoch milliseconds. */
  readonly livedToMs: number;
  readonly stage: CollectionStage;
  /** Business instant since which it is in that stage, epoch milliseconds. */
  readonly stageSinceMs: number;
  /** Contact that waits for the end of the quiet hours. */
  readonly moved: readonly RungAction[];
  /** People's tasks that go on in the next run; absent where it begins from rows, which have them. */
  readonly tasks?: readonly OpenCollectionTask[];
}

/** Money by a day: made by the enterprise itself or by whoever talked to it. */
export interface PromiseRequest extends PersonsAct {
  readonly amountFen: number;
  /** The last day, included, ISO 8601. */
  readonly byDate: string;
  /** Names the promise; the same again is the same promise. */
  readonly promiseId: string;
}

export interface CollectionView extends CaseView<CollectionStage> {
  readonly daysPastDue: number;
}

/**
 * Refusals: NOT_YOUR_CASE, NOT_AN_AMOUNT, DATE_OUT_OF_RANGE, NOTHING_OVERDUE, PROMISE_ALREADY_OPEN, PROMISE_TOO_LONG,
 * PROMISE_LIMIT, PROMISE_TOO_SMALL.
 */
export const promiseUpdate = defineUpdate<CollectionView, [PromiseRequest]>('promise');
export const collectionQuery = defineQuery<CollectionView>('collection');
