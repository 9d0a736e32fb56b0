import type { Answers } from '../../client/client';
import { type Words, words } from '../../kit/words/words';

/** When a fee is charged, by name. */
export const FEE_TIMINGS: Words<Answers['FeeRule']['timing']> = words({
  ON_REQUEST: ['按次', 'On request'],
  PER_PROJECT: ['放款时一次', 'Once at the payout'],
  EACH_INSTALMENT: ['每期', 'With each instalment'],
  MONTHLY: ['每月预收', 'Each month in advance'],
  QUARTERLY: ['每季预收', 'Each quarter in advance'],
});
