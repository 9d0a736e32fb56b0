import { plannedCharges } from '../../domain/fees/loanFees';
import { lastBookedDay } from '../../domain/loan/fold';
import { ranUntil } from '../../domain/loan/ranUntil';
import { rate } from '../../domain/money/rate';
import { buildSchedule } from '../../domain/schedule/buildSchedule';
import { houseCalendar } from '../../gateways/database/calendar';
import { type ChargedLoan, readChargedLoan } from '../../gateways/database/feeAgreements';
import { readLoan } from '../../gateways/database/loans';
import { groupBy } from './groupBy';
import type { Venue } from './venue';

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

const CHARGES = `
  SELECT loan_id AS "loanId", rule, period, price_fen AS "priceFen" FROM fee f WHERE EXISTS
    (SELECT FROM fee_agreement a WHERE (a.loan_id, a.rule) = (f.loan_id, f.rule))`;

/** @returns what was charged for these loans otherwise than their agreements ask for, and what never was */
export async function wrongCharges(sql: Venue['sql'], loanIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql.query<MadeCharge & { loanId: string }>(CHARGES);
  const made = groupBy(rows, ({ loanId }) => loanId);
  const calendar = await houseCalendar(sql);
  const wrong: string[] = [];
  for (const id of loanIds) {
    const [agreed, record] = await Promise.all([readChargedLoan(sql, id), readLoan(sql, id)]);
    if (agreed === null || record === null) continue;
    const run = ranUntil(record, calendar);
    const loan = { ...agreed, dueDates: run?.dueDates ?? agreed.dueDates };
    const first = buildSchedule(record.terms);
    const firstDueDates = first.ok ? first.value.rows.map(({ dueDate }) => dueDate) : loan.dueDates;
    const through = run?.endedOn ?? lastBookedDay(record.events) ?? loan.startDate;
    wrong.push(...unlikeAgreed({ loan, firstDueDates, through }, made.get(id) ?? []));
  }
  return wrong;
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
