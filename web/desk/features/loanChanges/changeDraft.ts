import type { Answers } from '../../../client/client';
import { shareOf } from '../../../kit/forms/percents';
import { typedFen } from '../../../kit/forms/typedFigures';
import { typedMonths } from '../../../kit/loan/wantedTerms';
import { words } from '../../../kit/words/words';

export type Kind = Answers['LoanChangeKind'];
export type Waivable = Answers['Waivable'];
export type RiskFact = Answers['RiskFact'];
type Role = Answers['Role'];

/** What can be given up, by name. */
export const WAIVABLES = words<Waivable>({
  fee: ['费用', 'Fees'],
  compound: ['复利', 'Compound interest'],
  penalty: ['罚息', 'Penalty'],
  interest: ['到期利息', 'Interest due'],
  interestNotDue: ['未到期利息', 'Interest not due'],
});

/** A change as it is typed: fields of all kinds, of which each kind takes its own. */
export interface ChangeDraft {
  readonly on: string;
  readonly months: string;
  readonly rate: string;
  readonly isSecured: boolean;
  readonly hasSecurityConsent: boolean;
  readonly method: Answers['RepaymentMethod'] | '';
  readonly firstDueDate: string;
  readonly waive: Readonly<Record<Waivable, string>>;
  readonly bankAccountNo: string;
  /** Of a receipt of the loan; or the id of one that repaid what its borrower owed back. */
  readonly sequence: string;
  readonly because: NonNullable<Answers['LoanChange']['because']> | '';
  /** Yuan. */
  readonly received: string;
  /** Papers of the loan's cases, by `id`. */
  readonly evidence: readonly string[];
  readonly isSharedPaper: boolean;
  readonly bankReference: string;
  readonly isOtherMoney: boolean;
  readonly fact: RiskFact | '';
  readonly isOfLoan: boolean;
  readonly ends: boolean;
}
export type Field = keyof ChangeDraft;

export const EMPTY_DRAFT: ChangeDraft = {
  ...{ on: '', months: '', rate: '', isSecured: false, hasSecurityConsent: false, method: '' },
  ...{
    firstDueDate: '',
    bankAccountNo: '',
    sequence: '',
    because: '',
    received: '',
    evidence: [],
    isSharedPaper: false,
  },
  ...{ bankReference: '', isOtherMoney: false },
  ...{ fact: '', isOfLoan: false, ends: false },
  waive: { fee: '', compound: '', penalty: '', interest: '', interestNotDue: '' },
};

/** What a kind is asked for with, and by whom of the staff; the API says the same. */
export const CHANGE_FORMS: Readonly<
  Record<Kind, { readonly fields: readonly Field[]; readonly askedBy: readonly Role[] }>
> = {
  PAUSE_DEBIT: { fields: [], askedBy: ['finance'] },
  RESUME_DEBIT: { fields: [], askedBy: ['finance'] },
  BIND_ACCOUNT: { fields: ['bankAccountNo'], askedBy: ['finance'] },
  REVERSE_RECEIPT: { fields: ['sequence', 'because'], askedBy: ['finance'] },
  MANUAL_RECEIPT: {
    fields: ['received', 'on', 'bankReference', 'isOtherMoney', 'evidence', 'isSharedPaper'],
    askedBy: ['finance'],
  },
  EXTEND: {
    fields: ['months', 'on', 'rate', 'isSecured', 'hasSecurityConsent'],
    askedBy: ['finance', 'risk', 'customer_service'],
  },
  RESCHEDULE: {
    fields: ['months', 'on', 'rate', 'method', 'firstDueDate'],
    askedBy: ['finance', 'risk', 'customer_service'],
  },
  REPRICE: { fields: ['rate', 'on'], askedBy: ['finance', 'risk'] },
  WAIVE: { fields: ['waive', 'on'], askedBy: ['finance', 'risk', 'customer_service'] },
  ACCELERATE: { fields: ['on'], askedBy: ['finance', 'risk'] },
  WRITE_OFF: { fields: ['evidence', 'isSharedPaper', 'on'], askedBy: ['finance', 'risk'] },
  UPGRADE: { fields: [], askedBy: ['risk'] },
  DEBTOR_FACT: { fields: ['fact', 'isOfLoan', 'ends'], askedBy: ['finance', 'risk'] },
};

/** What can still be changed about a loan that is over, or off the books; the API says the same. */
const STILL_POSSIBLE: { readonly [Status in Answers['LoanStatus']]?: readonly Kind[] } = {
  CLOSED: ['REVERSE_RECEIPT'],
  WRITTEN_OFF: [
    ...(['PAUSE_DEBIT', 'RESUME_DEBIT', 'BIND_ACCOUNT'] as const),
    ...(['REVERSE_RECEIPT', 'MANUAL_RECEIPT', 'DEBTOR_FACT'] as const),
  ],
};

/** The kinds that somebody with such roles may ask for, as the loan stands. */
export function kindsFor(roles: readonly Role[], status: Answers['LoanStatus']): readonly Kind[] {
  const possible = STILL_POSSIBLE[status] ?? (Object.keys(CHANGE_FORMS) as Kind[]);
  return possible.filter((kind) => CHANGE_FORMS[kind].askedBy.some((role) => roles.includes(role)));
}

type Body = Answers['QuoteChangeWish'];

/** A change as the API takes it, to be quoted; null while something is missing or can't be read. */
export function bodyOf(kind: Kind, draft: ChangeDraft): Body | null {
  const on = draft.on === '' ? {} : { on: draft.on };
  const months = typedMonths(draft.months);
  const rate = draft.rate.trim() === '' ? {} : rateOf(draft.rate);
  switch (kind) {
    case 'PAUSE_DEBIT':
    case 'RESUME_DEBIT':
    case 'UPGRADE':
      return { kind };
    case 'ACCELERATE':
      return { kind, ...on };
    case 'WRITE_OFF': {
      const { evidence, isSharedPaper } = draft;
      return evidence.length === 0 ? null : { kind, ...on, evidence: [...evidence], isSharedPaper };
    }
    case 'MANUAL_RECEIPT': {
      const [evidence, amountFen] = [[...draft.evidence], typedFen(draft.received)];
      if (evidence.length === 0 || amountFen === null || amountFen <= 0 || draft.on === '') return null;
      const named = draft.bankReference.trim();
      const { isOtherMoney, isSharedPaper } = draft;
      return {
        ...{ kind, amountFen, on: draft.on, evidence, isOtherMoney, isSharedPaper },
        ...(named === '' ? {} : { bankReference: named }),
      };
    }
    case 'DEBTOR_FACT': {
      const { fact, isOfLoan, ends } = draft;
      return fact === '' ? null : { kind, fact, covers: isOfLoan ? 'LOAN' : 'DEBTOR', ends };
    }
    case 'BIND_ACCOUNT':
      return draft.bankAccountNo.trim() === '' ? null : { kind, bankAccountNo: draft.bankAccountNo.trim() };
    case 'REVERSE_RECEIPT': {
      const { sequence, because } = draft;
      if (sequence === '' || because === '') return null;
      const number = Number(sequence);
      return {
        kind,
        because,
        ...(Number.isInteger(number) ? { sequence: number } : { receiptId: sequence }),
      };
    }
    case 'EXTEND':
      if (months === null || rate === null) return null;
      return { kind, ...on, ...rate, months, ...securityOf(draft) };
    case 'RESCHEDULE': {
      if (months === null || rate === null) return null;
      const { method, firstDueDate } = draft;
      return {
        ...{ kind, ...on, ...rate, termMonths: months },
        ...(method === '' ? {} : { method }),
        ...(firstDueDate === '' ? {} : { firstDueDate }),
      };
    }
    case 'REPRICE': {
      const annualRate = shareOf(draft.rate);
      return annualRate === null ? null : { kind, ...on, annualRate };
    }
    case 'WAIVE': {
      const waive = waivedOf(draft.waive);
      return waive === null ? null : { kind, ...on, waive };
    }
    default:
      return unknown(kind);
  }
}

function rateOf(typed: string): { readonly annualRate: string } | null {
  const annualRate = shareOf(typed);
  return annualRate === null ? null : { annualRate };
}

const securityOf = ({ isSecured, hasSecurityConsent }: ChangeDraft) => ({
  isSecured,
  hasSecurityConsent: isSecured && hasSecurityConsent,
});

/** What is given up, part by part; null: nothing, or an amount that can't be read. */
function waivedOf(typed: ChangeDraft['waive']): { component: Waivable; amountFen: number }[] | null {
  const parts = (Object.keys(typed) as Waivable[])
    .filter((component) => typed[component].trim() !== '')
    .map((component) => ({ component, amountFen: typedFen(typed[component]) }));
  const read = parts.flatMap(({ component, amountFen }) =>
    amountFen !== null && amountFen > 0 ? [{ component, amountFen }] : [],
  );
  return parts.length === 0 || read.length < parts.length ? null : read;
}

function unknown(kind: never): never {
  throw new Error(`no form for ${JSON.stringify(kind)}`);
}
