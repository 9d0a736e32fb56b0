import type { Answers } from '../../../client/client';
import { ROLE_NAMES } from '../../../kit/words/names';
import { type Words, words } from '../../../kit/words/words';

type Stage = Answers['ApplicationStage'];

/** Who may have an application: people by their role, or nobody. */
const TURN_NAMES = {
  ...ROLE_NAMES,
  ...words({ platform: ['平台', 'Platform'], bank: ['银行', 'Bank'] }),
};

/** Who has an application at each stage; null: it is over. */
const TURN: Readonly<Record<Stage, keyof typeof TURN_NAMES | null>> = {
  CHECKING: 'platform',
  AWAITING_INFORMATION: 'applicant',
  SCORING: 'platform',
  IN_REVIEW: 'reviewer',
  IN_APPROVAL: 'approver',
  OFFERED: 'applicant',
  AWAITING_RELEASE: 'finance',
  DISBURSING: 'bank',
  DISBURSED: null,
  REJECTED: null,
  DECLINED_BY_APPLICANT: null,
  WITHDRAWN: null,
  EXPIRED: null,
};

/**
 * What whoever has it is called: the role of the open task where one is known, else who usually has the stage.
 * @returns null where it is over, or the applicant's turn
 */
export function turnOf({ stage, openTask }: Pick<Answers['Application'], 'stage' | 'openTask'>) {
  const turn = openTask?.role ?? TURN[stage];
  return turn === null || turn === 'applicant' ? null : TURN_NAMES[turn];
}

/** Until the money is on its way an applicant may take an application back. */
const WITHDRAWABLE: readonly Stage[] = [
  'CHECKING',
  'AWAITING_INFORMATION',
  'SCORING',
  'IN_REVIEW',
  'IN_APPROVAL',
  'OFFERED',
  'AWAITING_RELEASE',
];
export const isWithdrawable = (stage: Stage): boolean => WITHDRAWABLE.includes(stage);

/** How it looks: good, bad, somebody's turn or just under way. */
export function moodOf(stage: Stage): 'GOOD' | 'BAD' | 'DO' | 'PLAIN' {
  if (stage === 'DISBURSED') return 'GOOD';
  if (stage === 'REJECTED' || stage === 'EXPIRED') return 'BAD';
  return stage === 'OFFERED' || stage === 'AWAITING_INFORMATION' ? 'DO' : 'PLAIN';
}

/** Whether a refusal may be appealed on a day; `appealUntil` is the last one. */
export function mayAppeal(
  { stage, appeal, appealUntil }: Pick<Answers['Application'], 'stage' | 'appeal' | 'appealUntil'>,
  today: string | null,
): boolean {
  return (
    stage === 'REJECTED' &&
    appeal === null &&
    appealUntil !== null &&
    (today === null || today <= appealUntil)
  );
}

/** What happens at a stage, in plain words. */
export const STAGE_ABOUT: Words<Stage> = words({
  CHECKING: ['系统正在检查资料是否齐全。', 'We check whether everything is there.'],
  AWAITING_INFORMATION: [
    '请补充下列资料，收到后继续办理。',
    'Supply what is listed; it goes on once it is here.',
  ],
  SCORING: ['系统正在评分并确定利率。', 'It is being assessed and priced.'],
  IN_REVIEW: ['审查人员正在核对您的资料。', 'A reviewer goes through your papers.'],
  IN_APPROVAL: ['已通过审查，正在审批。', 'The review is passed; it is being approved.'],
  OFFERED: ['审批已通过，请查看要约后决定。', 'It is approved: look at the offer and decide.'],
  AWAITING_RELEASE: [
    '您已接受要约，财务正在核对放款条件。',
    'You accepted; finance checks before paying out.',
  ],
  DISBURSING: ['款项正在转入您的账户。', 'The money is on its way to your account.'],
  DISBURSED: ['款项已到账。', 'The money has been paid out.'],
  REJECTED: ['很遗憾，本次申请未通过。', 'We are sorry: it was not approved.'],
  DECLINED_BY_APPLICANT: ['您谢绝了要约。', 'You declined the offer.'],
  WITHDRAWN: ['您撤回了申请。', 'You withdrew it.'],
  EXPIRED: ['超过期限未答复，申请已失效。', 'It was not answered in time and has lapsed.'],
});
