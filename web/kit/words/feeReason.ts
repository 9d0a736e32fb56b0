import type { Answers } from '../api/api';
import { dayText } from '../figures/figures';
import { type Language, sentence, words } from './words';

const WORDS = words({
  byFile: ['银行对账文件', 'The bank’s file'],
  prepaid: ['贷款已于 {day} 提前还款', 'The loan was prepaid on {day}'],
});

type Asked = Pick<Answers['FeeRequest'], 'askedBy' | 'prepaidOn' | 'reason'>;

/** Why something of a charge is asked: what somebody wrote, or what it follows from. */
export function feeReason({ askedBy, prepaidOn, reason }: Asked, language: Language): string {
  if (askedBy === 'BANK_FILE') return sentence(WORDS.byFile, language);
  return prepaidOn === null
    ? reason
    : sentence(WORDS.prepaid, language, { day: dayText(prepaidOn, language) });
}
