import type { Answers } from '../../client/client';
import { type Words, words } from '../../kit/words/words';

type Export = Answers['Export'];

/** Lists that can be had as a file, by name. */
export const EXPORT_NAMES: Words<Export['what']> = words({
  TASKS: ['待办', 'Tasks'],
  LOANS: ['贷款', 'Loans'],
  PAYMENTS: ['支付', 'Payments'],
  ENTRIES: ['分录', 'Journal'],
  AUDIT: ['审计', 'Audit trail'],
});

export const EXPORT_STATUS_NAMES: Words<Export['status']> = words({
  WAITING: ['排队中', 'Waiting'],
  RUNNING: ['生成中', 'Being made'],
  DONE: ['已完成', 'Done'],
  FAILED: ['未能生成', 'Failed'],
});

export const EXPORT_TONES = {
  WAITING: 'plain',
  RUNNING: 'plain',
  DONE: 'good',
  FAILED: 'bad',
} as const satisfies Readonly<Record<Export['status'], string>>;

/** Whether a file is still being made. */
export const isUnderWay = ({ status }: Pick<Export, 'status'>): boolean =>
  status === 'WAITING' || status === 'RUNNING';

const LOOK_EVERY_MS = 1_000;

/** How soon to look again: often while something is being made, else not at all. */
export const lookAgainIn = (files: readonly Pick<Export, 'status'>[] | undefined): number | false =>
  files?.some(isUnderWay) === true ? LOOK_EVERY_MS : false;

/** Where the file itself is. */
export const fileOf = ({ id }: Pick<Export, 'id'>): string => `/api/exports/${id}/file`;
