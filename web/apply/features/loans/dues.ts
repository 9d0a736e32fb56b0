import type { Answers } from '../../../client/client';

/** As far as it matters here. */
interface Loan extends Pick<Answers['Loan'], 'status' | 'daysPastDue'> {
  readonly balances: Pick<Answers['Balances'], 'totalDueFen' | 'suspenseFen'>;
  readonly schedule: readonly Pick<
    Answers['LoanScheduleRow'],
    'number' | 'status' | 'dueDate' | 'remainingFen'
  >[];
}

/** What a borrower has to pay: what is due now, else the next instalment; null where nothing is left. */
export type Dues =
  | {
      readonly kind: 'NOW';
      readonly amountFen: number;
      readonly dueDate: string;
      readonly daysPastDue: number;
    }
  | { readonly kind: 'NEXT'; readonly amountFen: number; readonly dueDate: string; readonly number: number };

/** What was paid ahead counts for what is due (`suspenseFen`). */
export function duesOf({ balances, schedule, daysPastDue, status }: Loan): Dues | null {
  if (status === 'CLOSED' || status === 'SETTLED') return null;
  const owedFen = balances.totalDueFen - balances.suspenseFen;
  const due = schedule.find((row) => row.status === 'DUE' || row.status === 'OVERDUE');
  if (owedFen > 0 && due !== undefined) {
    return { kind: 'NOW', amountFen: owedFen, dueDate: due.dueDate, daysPastDue };
  }
  const next = schedule.find((row) => row.status === 'FUTURE');
  if (next === undefined) return null;
  const amountFen = Math.max(0, next.remainingFen - balances.suspenseFen);
  return { kind: 'NEXT', amountFen, dueDate: next.dueDate, number: next.number };
}

/** A part of what is due now; `ahead` is less than nothing. */
export interface Part {
  readonly part: 'principal' | 'interest' | 'penalty' | 'compound' | 'fees' | 'ahead';
  readonly fen: number;
}

/** What is due now by its parts, without those of nothing: together the amount that `duesOf` asks for. */
export function partsOf(balances: Omit<Answers['Balances'], `principal${string}`>): Part[] {
  const { totalDueFen, interestDueFen, penaltyFen, compoundFen, feesFen, suspenseFen } = balances;
  const parts: Part[] = [
    // The balances know the principal that is left and that which is late, not that which falls due today.
    { part: 'principal', fen: totalDueFen - interestDueFen - penaltyFen - compoundFen - feesFen },
    { part: 'interest', fen: interestDueFen },
    { part: 'penalty', fen: penaltyFen },
    { part: 'compound', fen: compoundFen },
    { part: 'fees', fen: feesFen },
    { part: 'ahead', fen: -suspenseFen },
  ];
  return parts.filter(({ fen }) => fen !== 0);
}

/** The two ways to prepay beside each other: how many payments are left, and how large the next one is. */
export function waysOf(options: readonly Answers['PrepaymentOption'][]) {
  return options.map((option) => {
    const { schedule } = option;
    const [next] = schedule;
    return {
      option,
      paymentsLeft: schedule.length,
      nextFen: next?.paymentFen ?? 0,
      lastDate: schedule.at(-1)?.dueDate ?? null,
    };
  });
}
