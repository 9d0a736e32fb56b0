import { yuanText } from '../../../../../domain/money/text';
import type { Answers } from '../../../../client/client';
import { DECISION_NAMES } from '../../../../kit/words/names';
import { type Pair, sentence, type Values, words } from '../../../../kit/words/words';
import type { DecisionForm } from './decisionForm';

type File = Pick<Answers['TaskFile'], 'task' | 'case'>;

const DEEDS = words({
  review: ['通过审查 {terms}，提交审批人', 'Pass {terms} on to the approvers'],
  exception: ['作为例外通过 {terms}，提交上级审批', 'Pass {terms} on as an exception, one level up'],
  approve: ['批准 {terms}', 'Approve {terms}'],
  release: ['放款 {amount} 元', 'Pay out {amount} yuan'],
  reject: ['拒绝并告知企业', 'Refuse, and tell the applicant'],
  rejectFor: ['以 {code} 拒绝并告知企业', 'Refuse for {code}, and tell the applicant'],
  ask: ['退回企业补充资料', 'Ask the applicant for more'],
  correct: ['退回企业更正 {count} 项资料', 'Send {count part|parts} back to the enterprise'],
  enterprise: ['准予企业准入', 'Admit the enterprise'],
  plain: ['{decision}', '{decision}'],
});
const TERMS: Pair = ['{amount} 元 · {months} 期 · {rate}', '{amount} yuan · {months month|months} · {rate}'];

/** What the button will do, said before it is pressed. */
export function deedOf(
  { task, case: about }: File,
  { decision, parts, reasonCode }: DecisionForm,
  rateText: (rate: string) => string,
): Pair {
  if (decision === null) return ['', ''];
  const { application } = about;
  const amount = yuanText(application?.amountFen ?? task.amountFen ?? 0);
  const inBoth = (pair: Pair, values: (at: 0 | 1) => Values): Pair => [
    sentence(pair, 'zh-CN', values(0)),
    sentence(pair, 'en', values(1)),
  ];
  const rate = application?.offer?.annualRate ?? application?.assessment?.figures?.price?.annualRate;
  const terms = inBoth(TERMS, () => ({
    amount,
    months: application?.termMonths ?? 0,
    rate: rate === undefined ? '—' : rateText(rate),
  }));
  const of = (deed: Pair): Pair =>
    inBoth(deed, (at) => ({
      amount,
      terms: terms[at],
      code: reasonCode ?? '',
      count: parts.length,
      decision: DECISION_NAMES[decision][at],
    }));
  if (decision === 'REJECT') return of(reasonCode === null ? DEEDS.reject : DEEDS.rejectFor);
  if (decision === 'ASK_FOR_MORE') return of(DEEDS.ask);
  if (decision === 'ASK_FOR_CORRECTION') return of(DEEDS.correct);
  if (decision === 'APPROVE_AS_EXCEPTION') return of(DEEDS.exception);
  if (decision !== 'APPROVE') return of(DEEDS.plain);
  if (task.kind === 'REVIEW_APPLICATION') return of(DEEDS.review);
  if (task.kind === 'APPROVE_APPLICATION') return of(DEEDS.approve);
  if (task.kind === 'RELEASE_DISBURSEMENT') return of(DEEDS.release);
  return of(task.kind === 'REVIEW_ENTERPRISE' ? DEEDS.enterprise : DEEDS.plain);
}
