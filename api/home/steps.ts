import type { HomeStep } from '../../contracts/http';
import { type Locale, textOf } from '../../contracts/texts/texts';
import type { ApplicationStage } from '../../contracts/workflows';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { LoanState } from '../../domain/loan/state';
import type { HomeApplication, HomeFacts, LastDebit } from '../../gateways/database/home';
import { presentRefusal } from '../cases/refusal';
import { presentOwedFee } from '../fees/present';

/** What a person of an enterprise is told about. */
export interface HomeReading {
  readonly facts: HomeFacts;
  /** Loans that are owed, as of today. */
  readonly loans: readonly { readonly loanId: string; readonly state: LoanState }[];
  readonly today: IsoDate;
  readonly locale: Locale;
}

/** From what can't wait to what is only possible. */
const URGENCY: readonly HomeStep['kind'][] = [
  'PAY_NOW',
  'SUPPLY_INFORMATION',
  'CORRECT_FILE',
  'ANSWER_OFFER',
  'REGISTRATION_ENDED',
  'PAY_FEE',
  'PAY_INSTALMENT',
  'APPEAL',
  'WAIT_FOR_REGISTRATION',
  'WAIT_FOR_DECISION',
  'WAIT_FOR_APPEAL',
  'APPLY',
];

type Told<Step> = Step extends HomeStep ? Omit<Step, 'text'> : never;
/** A step before it has its words. */
type Untold = Told<HomeStep>;

/** What somebody can do or waits for, the most urgent first. */
export function stepsOf(reading: HomeReading): HomeStep[] {
  const { facts, loans, locale } = reading;
  const owed = loans.flatMap((loan) => loanSteps(loan, facts.debits));
  const fees = facts.fees.map((fee): Untold => ({ kind: 'PAY_FEE', ...presentOwedFee(fee, locale) }));
  const registered = registrationSteps(reading);
  const asked = facts.applications.flatMap((application) => applicationSteps(application, reading));
  const isUnderWay = facts.applications.some(({ stage }) => !isOver(stage));
  // Nobody who is late is asked to borrow more.
  const isLate = owed.some((step) => step.kind === 'PAY_NOW' && step.daysPastDue > 0);
  const mayApply = registered.length === 0 && !isUnderWay && !isLate;
  const apply: Untold[] = mayApply ? [{ kind: 'APPLY' }] : [];
  return [...owed, ...fees, ...registered, ...asked, ...apply]
    .toSorted((one, other) => URGENCY.indexOf(one.kind) - URGENCY.indexOf(other.kind))
    .map((step) => ({ ...step, text: textOf(locale, 'steps', step.kind) }));
}

const OVER: readonly ApplicationStage[] = [
  'DISBURSED',
  'REJECTED',
  'DECLINED_BY_APPLICANT',
  'WITHDRAWN',
  'EXPIRED',
];
/** Whether an application is over, however it ended. */
export const isOver = (stage: ApplicationStage): boolean => OVER.includes(stage);

function registrationSteps({ facts, locale }: HomeReading): Untold[] {
  const { stage, stageSince: since } = facts;
  if (stage === 'ACTIVE') return [];
  if (stage === 'REFUSED' || stage === 'EXPIRED') {
    return [{ kind: 'REGISTRATION_ENDED', stage, refusal: presentRefusal(facts, locale) }];
  }
  if (stage === 'AWAITING_CORRECTION') return [{ kind: 'CORRECT_FILE', until: facts.correctBy }];
  return [{ kind: 'WAIT_FOR_REGISTRATION', stage, since }];
}

function applicationSteps(application: HomeApplication, { today, locale }: HomeReading): Untold[] {
  const { id: applicationId, stage, stageSince: since, offer, amountFen, appeal, appealUntil } = application;
  if (stage === 'AWAITING_INFORMATION') return [{ kind: 'SUPPLY_INFORMATION', applicationId, since }];
  if (stage === 'OFFERED') {
    const [offeredFen, until] = [offer?.amountFen ?? amountFen, offer?.expiresAt ?? null];
    return [{ kind: 'ANSWER_OFFER', applicationId, amountFen: offeredFen, until }];
  }
  if (!isOver(stage)) return [{ kind: 'WAIT_FOR_DECISION', applicationId, stage, since }];
  if (stage !== 'REJECTED') return [];
  if (appeal?.stage === 'IN_REVIEW') {
    return [{ kind: 'WAIT_FOR_APPEAL', applicationId, until: appeal.answerByAt }];
  }
  if (appeal !== null || appealUntil === null || appealUntil < today) return [];
  return [
    { kind: 'APPEAL', applicationId, refusal: presentRefusal(application, locale), until: appealUntil },
  ];
}

function loanSteps({ loanId, state }: HomeReading['loans'][number], debits: readonly LastDebit[]): Untold[] {
  const owedFen = state.totalDueFen - state.suspenseFen;
  const due = state.instalments.find(({ status }) => status === 'DUE' || status === 'OVERDUE');
  if (owedFen > 0 && due !== undefined) {
    const { daysPastDue } = state;
    const failedDebit = failedDebitOf(loanId, debits);
    return [{ kind: 'PAY_NOW', loanId, amountFen: owedFen, dueDate: due.dueDate, daysPastDue, failedDebit }];
  }
  const next = state.instalments.find(({ status }) => status === 'FUTURE');
  if (next === undefined) return [];
  const { number, collectionDate: dueDate, unpaidFen } = next;
  const amountFen = Math.max(0, unpaidFen - state.suspenseFen);
  return [{ kind: 'PAY_INSTALMENT', loanId, number, amountFen, dueDate }];
}

function failedDebitOf(loanId: string, debits: readonly LastDebit[]) {
  const last = debits.find((debit) => debit.loanId === loanId);
  if (last?.status !== 'FAILED') return null;
  return { paymentId: last.id, code: last.code, at: last.settledAt };
}
