import enProblems from '../../../../contracts/texts/en/problems.json';
import enRefusals from '../../../../contracts/texts/en/refusals.json';
import enStages from '../../../../contracts/texts/en/stages.json';
import zhProblems from '../../../../contracts/texts/zh-CN/problems.json';
import zhRefusals from '../../../../contracts/texts/zh-CN/refusals.json';
import zhStages from '../../../../contracts/texts/zh-CN/stages.json';
import type { Answers } from '../../../client/client';
import { BANK_CODES } from '../../../kit/words/bankCodes';
import { TASK_NAMES } from '../../../kit/words/names';
import { type Pair, words } from '../../../kit/words/words';

/** What people decide. */
const DECISIONS = words({
  APPROVE: ['同意', 'Approved'],
  APPROVE_AS_EXCEPTION: ['例外同意', 'Approved as an exception'],
  REJECT: ['不同意', 'Rejected'],
  ASK_FOR_MORE: ['要求补充', 'Asked for more'],
  ASK_FOR_CORRECTION: ['退回更正', 'Parts sent back'],
  CORRECTED_BY_ENTERPRISE: ['企业取回更正', 'Taken back by the enterprise'],
  TRY_AGAIN: ['再试', 'Try again'],
  GIVE_UP: ['放弃', 'Given up'],
  CANCEL: ['取消', 'Cancelled'],
  SUCCEEDED: ['认定成功', 'Succeeded'],
  FAILED: ['认定失败', 'Failed'],
  CONFIRM: ['复核通过', 'Confirmed'],
  DISAGREE: ['复核不通过', 'Disagreed'],
  BOOKS_ARE_RIGHT: ['账务正确', 'The books are right'],
  CORRECTED_BY_HAND: ['已手工更正', 'Corrected by hand'],
  BOOK_ON_LOAN: ['入贷款账', 'Booked on a loan'],
  MATCH_ENTRY: ['与手工入账勾对', 'Matched with an entry by hand'],
  REPAY_CLAIM: ['归还应收退回款', 'Repaid what the payer owed'],
  BOOK_AS_CAPITAL: ['转资本', 'Booked as capital'],
  RETURN: ['退回', 'Returned'],
  SETTLED: ['已处理', 'Settled'],
  SIGN: ['签署', 'Signed'],
  GRANT: ['申诉成立', 'Granted'],
  UPHOLD: ['维持原决定', 'Upheld'],
});

type Texts = Readonly<Record<string, string>>;

/** What came of an act or a step, in words; a code that has none, or whose words wait for values, stands as it is. */
export function outcomeName({
  outcome,
  caseType,
}: Pick<Answers['AuditRecord'], 'outcome' | 'caseType'>): Pair {
  const kind = caseType ?? '';
  const known: readonly (Pair | undefined)[] = [
    pairOf(own<Texts>(zhStages, kind), own<Texts>(enStages, kind), outcome),
    own(TASK_NAMES, outcome),
    own(DECISIONS, outcome),
    own(BANK_CODES, outcome),
    pairOf(zhRefusals, enRefusals, outcome),
    pairOf(zhProblems, enProblems, outcome),
  ];
  const told = known.find((pair) => pair !== undefined && !pair[0].includes('{'));
  return told ?? [outcome, outcome];
}

const own = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

function pairOf(zh: Texts | undefined, en: Texts | undefined, key: string): Pair | undefined {
  const [inZh, inEn] = [own(zh ?? {}, key), own(en ?? {}, key)];
  return inZh === undefined || inEn === undefined ? undefined : [inZh, inEn];
}
