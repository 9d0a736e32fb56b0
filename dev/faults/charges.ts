import { plannedCharges } from '../../domain/fees/loanFees';
import { rate } from '../../domain/money/rate';
import type { ChargedLoan } from '../../gateways/database/feeAgreements';
import { groupBy } from './groupBy';

/** A charge of a loan by one of its agreements, as its row has it. */
export interface MadeCharge {
  readonly rule: string;
  readonly period: string;
  readonly priceFen: number;
}

/** A loan whose fees are looked at: with its instalments as it ran last, and as they were agreed on first. */
export interface LoanOfCharges {
  readonly loan: Pick<ChargedLoan, 'loanId' | 'startDate' | 'dueDates' | 'vatRate' | 'agreements'>;
  readonly firstDueDates: ChargedLoan['dueDates'];
  /** The last day for which it is charged, counted. */
  readonly through: string;
}

type Planned = MadeCharge & { readonly chargedOn: string };

/**
 * What was charged for a loan against what its agreements ask for, period by period: each once, at its price, and none
 * left out. A period that began by another plan of the loan costs what it did by that one.
 */
export function unlikeAgreed(
  { loan, firstDueDates, through }: LoanOfCharges,
  made: readonly MadeCharge[],
): string[] {
  const now = plannedFor(loan);
  const asked = groupBy([...now, ...plannedFor({ ...loan, dueDates: firstDueDates })], nameOf);
  const charged = groupBy(made, nameOf);
  const wrong = [...charged].flatMap(([name, charges]) => {
    const prices = (asked.get(name) ?? []).map(({ priceFen }) => priceFen);
    if (prices.length === 0) return [`${name}: nobody agreed to it`];
    if (charges.length > 1) return [`${name}: charged ${charges.length} times`];
    return charges
      .filter(({ priceFen }) => !prices.includes(priceFen))
      .map(({ priceFen }) => `${name}: ${priceFen} for ${prices[0]}`);
  });
  const missing = now.filter((charge) => charge.chargedOn <= through && !charged.has(nameOf(charge)));
  return [...wrong, ...missing.map((charge) => `${nameOf(charge)}: never charged`)].map(
    (what) => `loan ${loan.loanId}: ${what}`,
  );
}

const nameOf = ({ rule, period }: MadeCharge): string => `${rule}/${period}`;

/** Of the agreements about a line the last one counts that has begun by the day of the charge. */
function plannedFor(loan: LoanOfCharges['loan']): Planned[] {
  return loan.agreements.flatMap((agreement, index) => {
    const { rule, effectiveFrom } = agreement;
    const later = loan.agreements.slice(index + 1).filter((other) => other.rule === rule);
    return plannedCharges(agreement, loan, rate(loan.vatRate))
      .filter(({ amountFen, chargedOn }) => amountFen > 0 && chargedOn >= effectiveFrom)
      .filter(({ chargedOn }) => !later.some((other) => other.effectiveFrom <= chargedOn))
      .map(({ amountFen: priceFen, chargedOn, period }) => ({ rule, period, chargedOn, priceFen }));
  });
}
