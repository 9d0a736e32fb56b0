import type { ProductAnswer } from '../../demo/story';
import type { Chance } from './chance';

type Method = ProductAnswer['methods'][number];

/** How a borrower behaves. */
export type Manner =
  /** Has money on the account when it is debited. */
  | 'AGREED'
  /** Prepays a part. */
  | 'PREPAYS'
  /** Repays by itself beside the debits. */
  | 'REPAYS'
  /** Transfers money with the loan in the remark: beside debits, over midnight, after the loan is closed. */
  | 'TRANSFERS'
  /** Has too little on the account for a while. */
  | 'POOR'
  /** Late with the first instalment: promises to pay it, and does. */
  | 'LATE'
  /** The same, and pays half of it: the promise is broken. A little of the penalty is given up. */
  | 'PARTIAL'
  /** Pays nothing until it is written off, and all of it then. */
  | 'HOPELESS'
  /** Repays ahead, settles by a quote, and pays when nothing is owed any more. */
  | 'GENEROUS'
  /** Asks for a later maturity. */
  | 'EXTENDS'
  /** Agrees to a new plan that the house offers. */
  | 'RESCHEDULES'
  /** Disputes its first charge. */
  | 'DISPUTES'
  /** Settles everything at once: for clocks under which no month passes. */
  | 'SETTLES';

/** A loan as it is to be lived. */
export interface LifePlan {
  readonly institutionCode: string;
  readonly method: Method;
  readonly termMonths: number;
  readonly amountFen: number;
  readonly manner: Manner;
}

/** Below this speed months take longer than anybody waits. */
const LEAST_SPEED_FOR_MONTHS = 15_000;
const FEN_PER_10000_YUAN = 1_000_000;
const MANNERS = [
  ...(['AGREED', 'AGREED', 'AGREED'] as const),
  ...(['PREPAYS', 'REPAYS', 'REPAYS', 'TRANSFERS', 'TRANSFERS', 'POOR'] as const),
  ...(['LATE', 'PARTIAL', 'HOPELESS', 'GENEROUS', 'EXTENDS', 'RESCHEDULES', 'DISPUTES'] as const),
] as [Manner, ...Manner[]];

/** The lenders whose loans are lived. */
export const LENDERS = ['JIANGNAN', 'BEICHEN'] as const;

/** The loans of a run, with mixed products, terms and manners. */
export function drawLives(chance: Chance, count: number, speed: number): LifePlan[] {
  return Array.from({ length: count }, () => drawLife(chance, speed));
}

function drawLife(chance: Chance, speed: number): LifePlan {
  const { oneOf, whole } = chance;
  const amountFen = whole(8, 30) * FEN_PER_10000_YUAN;
  const manner = speed < LEAST_SPEED_FOR_MONTHS ? 'SETTLES' : oneOf(MANNERS);
  return { amountFen, manner, ...drawProduct(chance) };
}

/** What the products of the demo's lenders offer from two to six months. */
function drawProduct({ oneOf, whole }: Chance): Pick<LifePlan, 'institutionCode' | 'method' | 'termMonths'> {
  const [jiangnan, beichen] = LENDERS;
  switch (whole(1, 5)) {
    case 1:
      return {
        institutionCode: beichen,
        method: oneOf(['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL']),
        termMonths: 6,
      };
    case 2:
      return { institutionCode: jiangnan, method: oneOf(['BULLET', 'INTEREST_ONLY']), termMonths: 2 };
    default:
      return {
        institutionCode: jiangnan,
        method: oneOf(['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL']),
        termMonths: whole(3, 5),
      };
  }
}

const MS_PER_MONTH = 2_629_746_000;
/** Registration, review, offer and release by people who look every second. */
export const BEFORE_PAYOUT_MS = 40_000;
/** In which a loan that is settled at once is quoted and debited, and more than once where that fails. */
const SETTLING_MS = 40_000;

/** Real milliseconds that a loan's months take at a speed. */
export function msOfMonths(months: number, speed: number): number {
  return (months * MS_PER_MONTH) / speed;
}

/** Real milliseconds from payout to the end of a loan at a speed, when nothing goes wrong. */
export function msOfLife({ manner, termMonths }: LifePlan, speed: number): number {
  return manner === 'SETTLES' ? SETTLING_MS : msOfMonths(termMonths, speed);
}

/** Real milliseconds over which the faults of loans come that live at the same time. */
export function msOfFaults(plans: readonly LifePlan[], speed: number): number {
  return BEFORE_PAYOUT_MS + Math.max(0, ...plans.map((plan) => msOfLife(plan, speed)));
}
