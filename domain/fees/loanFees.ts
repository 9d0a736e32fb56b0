import type { IsoDate } from '../calendar/isoDate';
import type { FeeKind } from '../ledger/entries';
import { type Fen, fen, subtractFen } from '../money/fen';
import type { Rate } from '../money/rate';
import { splitVat } from '../money/vat';
import { accept, type Result, refuse } from '../result';
import type { DatedCharge, LoanCharge } from '../schedule/annualCost';
import { subscriptionCharges } from './periods';
import {
  type FeePrice,
  type FeeSubject,
  type PointsOffer,
  type PricePolicy,
  pointsLimit,
  priceFee,
} from './price';
import type { FeeRule, FeeTiming } from './rule';

/** When the fees of a loan are charged: all but those on request. */
export type LoanFeeTiming = Exclude<FeeTiming, 'ON_REQUEST'>;

export const FEE_TIMES = ['AT_DISBURSEMENT', 'WITH_EACH_INSTALMENT'] as const;

/** A fee that a product charges, besides those of the institution's price list. */
export interface ProductFee {
  readonly kind: FeeKind;
  /** Share of the loan's amount. */
  readonly rate: Rate;
  /** Taken in money when the loan is paid out, never deducted from it (民法典 670); or with each instalment. */
  readonly when: (typeof FEE_TIMES)[number];
}

/** A fee as it is offered with a loan: what one charge of it costs, of a month or quarter a whole one. */
export interface OfferedFee extends FeePrice {
  /** The line of the price list; of a product's own fee PRODUCT and its place there. */
  readonly rule: string;
  readonly kind: FeeKind;
  readonly timing: LoanFeeTiming;
}

const NO_POINTS = { offered: 0, balance: 0 };

/** Every fee of a loan: those of its product and of the price list, priced for whoever borrows. */
export function feesOfLoan(
  { product, list }: { readonly product: readonly ProductFee[]; readonly list: readonly FeeRule[] },
  subject: FeeSubject,
  policy: PricePolicy,
): readonly OfferedFee[] {
  return [...product.map(ruleOfProduct), ...list].flatMap((rule) => {
    const { code, kind, timing } = rule;
    if (timing === 'ON_REQUEST') return [];
    const price = priceFee(rule, subject, NO_POINTS, policy);
    return price.priceFen === 0 ? [] : [{ rule: code, kind, timing, ...price }];
  });
}

/** The most points that may be set against the fees of an offer: each fee that is charged once takes its share. */
export function offerPointsLimit(fees: readonly OfferedFee[], balance: number, policy: PricePolicy): number {
  const most = fees
    .filter(takesPoints)
    .reduce((sum, { priceFen }) => sum + pointsLimit(priceFen, Number.MAX_SAFE_INTEGER, policy), 0);
  return Math.max(0, Math.min(most, balance));
}

/**
 * The fees of an offer with points set against those that are charged once, in the order of their lines: each takes as
 * many as may pay for it, then the next one does.
 */
export function withPoints(
  fees: readonly OfferedFee[],
  { offered, balance }: PointsOffer,
  policy: PricePolicy,
): Result<readonly OfferedFee[], 'POINTS_ABOVE_LIMIT'> {
  if (offered > offerPointsLimit(fees, balance, policy)) return refuse('POINTS_ABOVE_LIMIT', 'pointsUsed');
  let left = offered;
  return accept(
    fees.map((fee) => {
      if (!takesPoints(fee)) return fee;
      const pointsUsed = fen(pointsLimit(fee.priceFen, left, policy));
      left -= pointsUsed;
      const toPayFen = subtractFen(fee.priceFen, pointsUsed);
      return { ...fee, pointsUsed, toPayFen, ...splitVat(toPayFen, policy.vatRate) };
    }),
  );
}

/** What is charged again and again is paid for with points when it is charged, if at all. */
const takesPoints = ({ timing }: OfferedFee): boolean => timing === 'PER_PROJECT';

function ruleOfProduct({ kind, rate, when }: ProductFee, index: number): FeeRule {
  return {
    code: `PRODUCT-${index + 1}`,
    kind,
    timing: when === 'AT_DISBURSEMENT' ? 'PER_PROJECT' : 'EACH_INSTALMENT',
    basis: { kind: 'OF_AMOUNT', rate },
    gradeDiscounts: {},
    loyaltyDiscounts: [],
    maximumDiscount: '0' as Rate,
  };
}

/** The days of a loan that its fees follow. */
export interface LoanDays {
  readonly loanId: string;
  readonly startDate: IsoDate;
  /** In order; the last one is the maturity. */
  readonly dueDates: readonly IsoDate[];
}

/** One charge that a fee of a loan will make. */
export interface PlannedCharge {
  /** PROJECT, the number of the instalment, a month or a quarter. */
  readonly period: string;
  readonly chargedOn: IsoDate;
  readonly amountFen: Fen;
}

/** All charges of a fee over the life of a loan: what an offer counts, and what is charged. */
export function plannedCharges(
  { rule, timing, priceFen }: Pick<OfferedFee, 'rule' | 'timing' | 'priceFen'>,
  { loanId, startDate, dueDates }: LoanDays,
  vatRate: Rate,
): readonly PlannedCharge[] {
  if (timing === 'EACH_INSTALMENT') {
    return dueDates.map((chargedOn, index) => ({
      ...{ period: `${index + 1}`, chargedOn, amountFen: priceFen },
    }));
  }
  const until = dueDates.at(-1) ?? startDate;
  const service = { loanId, rule, timing, amountFen: priceFen, from: startDate, until };
  return subscriptionCharges(service, [], vatRate).charges.map(({ period, chargedOn, amountFen }) => ({
    ...{ period, chargedOn, amountFen },
  }));
}

/** The fees of a loan as its annual cost counts them. */
export function costsOf(
  fees: readonly OfferedFee[],
  days: LoanDays,
  vatRate: Rate,
): { readonly charges: readonly LoanCharge<FeeKind>[]; readonly dated: readonly DatedCharge<FeeKind>[] } {
  const charges = fees.flatMap(({ kind: code, timing, toPayFen: amountFen }): LoanCharge<FeeKind>[] => {
    if (timing === 'PER_PROJECT') return [{ code, amountFen, timing: 'UPFRONT' }];
    return timing === 'EACH_INSTALMENT' ? [{ code, amountFen, timing }] : [];
  });
  const dated = fees
    .filter(({ timing }) => timing === 'MONTHLY' || timing === 'QUARTERLY')
    .flatMap((fee) =>
      plannedCharges(fee, days, vatRate).map(({ chargedOn: date, amountFen }) => ({
        ...{ code: fee.kind, date, amountFen },
      })),
    );
  return { charges, dated: dated.toSorted((a, b) => (a.date < b.date ? -1 : 1)) };
}
