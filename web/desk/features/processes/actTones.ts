import type { Tone } from '../../parts/Mark';
import type { ACT_STATUSES } from './words';

export const ACT_TONES: Readonly<Record<keyof typeof ACT_STATUSES, Tone>> = {
  ASKED: 'warn',
  REJECTED: 'plain',
  APPROVED: 'plain',
  ACCEPTED: 'plain',
  MOVED: 'good',
  REFUSED: 'bad',
};
