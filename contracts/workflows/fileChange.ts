import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { FileChangeKind } from '../../domain/kyc/fileChange';
import type { EnterpriseId, FileChangeId, InstitutionId, UserId } from '../ids';
import type { PersonsAct } from '../people';
import type { CaseRefusal } from '../refusals';
import type { CaseView, TimeInput } from './shared';

export const FILE_CHANGE_STAGES = [
  'IN_REVIEW',
  'IN_CONFIRMATION',
  'WAITING',
  'DONE',
  'REFUSED',
  'STOPPED',
] as const;
export type FileChangeStage = (typeof FILE_CHANGE_STAGES)[number];

/** Stages in which a change is not over. */
export const OPEN_FILE_CHANGE = [
  'IN_REVIEW',
  'IN_CONFIRMATION',
  'WAITING',
] as const satisfies FileChangeStage[];

/** A change of an enterprise's file; what it says stays in its row, which exists already. Id: `fileChange/{changeId}`. */
export interface FileChangeInput extends TimeInput {
  readonly changeId: FileChangeId;
  readonly enterpriseId: EnterpriseId;
  readonly institutionId: InstitutionId;
  readonly kind: FileChangeKind;
  readonly askedBy: UserId;
  /** The words of whoever asked. */
  readonly reason: string;
}

export interface FileChangeView extends CaseView<FileChangeStage> {
  readonly refusal: CaseRefusal | null;
}

/** Somebody of the enterprise, or whoever asked, wants it no more. Refusals: NOT_YOUR_CASE, NOT_IN_STAGE. */
export const stopFileChangeUpdate = defineUpdate<FileChangeView, [PersonsAct]>('stopFileChange');
export const fileChangeQuery = defineQuery<FileChangeView>('fileChange');
