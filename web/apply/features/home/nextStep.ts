import type { Answers } from '../../../client/client';
import { words } from '../../../kit/words/words';

type Step = Answers['HomeStep'];

/** What the card of a step shows: how much, by when, and the one button. */
export interface StepCard {
  readonly amountFen: number | null;
  /** A day or an instant; `said` is what it is: the last moment to act, or since when one waits. */
  readonly when: { readonly said: WhenSaid; readonly at: string; readonly isDay: boolean } | null;
  readonly button: ButtonSaid;
  readonly goal: Goal;
  readonly mood: 'BAD' | 'DO' | 'PLAIN';
}

export type WhenSaid = 'by' | 'due' | 'wasDue' | 'since' | 'answerBy';
export type ButtonSaid = 'pay' | 'look' | 'supply' | 'correct' | 'offer' | 'appeal' | 'apply' | 'file';
/** Where the button leads. */
export type Goal =
  | { readonly to: '/loans/$loanId'; readonly params: { readonly loanId: string } }
  | {
      readonly to:
        | '/applications/$applicationId'
        | '/applications/$applicationId/requests'
        | '/applications/$applicationId/offer';
      readonly params: { readonly applicationId: string };
    }
  | { readonly to: '/fees/$feeId'; readonly params: { readonly feeId: string } }
  | { readonly to: '/applications/new' }
  | { readonly to: '/kyc' | '/kyc/corrections' };

/** What somebody is asked to do next, or waits for. */
export function cardOf(step: Step): StepCard {
  switch (step.kind) {
    case 'PAY_NOW': {
      const isLate = step.daysPastDue > 0;
      const when = day(isLate ? 'wasDue' : 'by', step.dueDate);
      return { ...card(isLate ? 'BAD' : 'DO', 'pay', loan(step)), when, amountFen: step.amountFen };
    }
    case 'PAY_INSTALMENT': {
      const { amountFen, dueDate } = step;
      return { ...card('PLAIN', 'look', loan(step)), when: day('by', dueDate), amountFen };
    }
    case 'PAY_FEE': {
      const { amountFen, dueDate, feeId, settlement } = step;
      const mood = settlement === 'OFFLINE' ? 'DO' : 'PLAIN';
      return {
        ...card(mood, 'look', { to: '/fees/$feeId', params: { feeId } }),
        when: day('due', dueDate),
        amountFen,
      };
    }
    case 'ANSWER_OFFER': {
      const { amountFen, until } = step;
      const when = until === null ? null : instant('by', until);
      return { ...card('DO', 'offer', application(step, '/offer')), when, amountFen };
    }
    case 'SUPPLY_INFORMATION':
      return { ...card('DO', 'supply', application(step, '/requests')), when: instant('since', step.since) };
    case 'CORRECT_FILE': {
      const when = step.until === null ? null : instant('by', step.until);
      return { ...card('DO', 'correct', { to: '/kyc/corrections' }), when };
    }
    case 'APPEAL':
      return { ...card('DO', 'appeal', application(step)), when: day('by', step.until) };
    case 'WAIT_FOR_APPEAL':
      return { ...card('PLAIN', 'look', application(step)), when: instant('answerBy', step.until) };
    case 'WAIT_FOR_DECISION':
      return { ...card('PLAIN', 'look', application(step)), when: instant('since', step.since) };
    case 'WAIT_FOR_REGISTRATION':
      return { ...card('PLAIN', 'file', { to: '/kyc' }), when: instant('since', step.since) };
    case 'REGISTRATION_ENDED':
      return card('BAD', 'file', { to: '/kyc' });
    case 'APPLY':
      return card('DO', 'apply', { to: '/applications/new' });
  }
}

const card = (mood: StepCard['mood'], button: ButtonSaid, goal: Goal): StepCard => ({
  ...{ mood, button, goal },
  ...{ amountFen: null, when: null },
});
const day = (said: WhenSaid, at: string) => ({ said, at, isDay: true });
const instant = (said: WhenSaid, at: string) => ({ said, at, isDay: false });

const loan = ({ loanId }: { readonly loanId: string }): Goal => ({
  to: '/loans/$loanId',
  params: { loanId },
});
const application = (
  { applicationId }: { readonly applicationId: string },
  page: '' | '/requests' | '/offer' = '',
): Goal => ({ to: `/applications/$applicationId${page}`, params: { applicationId } });

/** Why the platform asks, in one sentence where the step has more to say than its title. */
export const STEP_ABOUT = words({
  declined: [
    '上次自动扣款未成功（{why}），请确认账户余额后还款。',
    'The last debit was declined ({why}): see that there is money on the account, then pay.',
  ],
  late: [
    '已逾期 {days} 天，逾期期间计收罚息。',
    '{days day|days} late; penalty interest runs until it is paid.',
  ],
  feeByDebit: [
    '{name}将从您的还款账户自动扣款，请确保余额充足。',
    '{name}: it is debited from your account by itself. Please see that it holds enough.',
  ],
  feeByTransfer: ['{name}：请转账支付。', '{name}: pay it by transfer.'],
  auto: ['到期日将从您的还款账户自动扣款。', 'It is debited from your account on that day.'],
});
