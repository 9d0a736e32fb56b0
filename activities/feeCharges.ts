import type { BusinessCalendar } from '../domain/calendar/businessCalendar';
import { type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { plannedCharges } from '../domain/fees/loanFees';
import { subscriptionCharges } from '../domain/fees/periods';
import { type Prepayment, prepaymentReliefs } from '../domain/fees/prepaymentRelief';
import { isRefundable } from '../domain/fees/rule';
import type { LoanEvent } from '../domain/loan/events';
import { ranUntil } from '../domain/loan/ranUntil';
import { standingPrepayments } from '../domain/loan/standingPrepayments';
import { type Fen, fen } from '../domain/money/fen';
import { type Rate, rate } from '../domain/money/rate';
import { multiplyFraction } from '../domain/money/rounding';
import { accept } from '../domain/result';
import { buildSchedule } from '../domain/schedule/buildSchedule';
import { openBreak } from '../gateways/database/breaks';
import { houseCalendar } from '../gateways/database/calendar';
import {
  type ChargedLoan,
  type FeeAgreement,
  loansWithPeriodicFees,
  readChargedLoan,
} from '../gateways/database/feeAgreements';
import type { Fee } from '../gateways/database/fees';
import {
  type AgreedFee,
  type LoanFeeRow,
  listLoanFees,
  type PrepaymentRelief,
  writeAgreedFees,
  writePrepaymentRequests,
} from '../gateways/database/loanFees';
import { type LoanRecord, readLoan } from '../gateways/database/loans';
import type { Queryable } from '../gateways/database/transaction';
import { takeTariffsOfEnded } from './feeTariffs';
import { unlessRefused } from './unlessRefused';

/** Loans whose fees are charged in one statement. */
const AT_ONCE = 200;

/** Charges the fees of a loan that have fallen due by a day: once for each line and period. */
export async function chargeLoan(sql: Queryable, loanId: string, through: IsoDate): Promise<void> {
  const loan = await readChargedLoan(sql, loanId);
  if (loan !== null) await writeAgreedFees(sql, dueCharges(loan, through));
}

/** The same for all running loans of an institution that are charged again and again. */
export async function chargeLoans(
  sql: Queryable,
  institutionId: string,
  through: IsoDate,
  beat: () => void,
): Promise<void> {
  for (let after: string | null = null; ; ) {
    const loans: readonly ChargedLoan[] = await loansWithPeriodicFees(sql, {
      institutionId,
      after,
      most: AT_ONCE,
    });
    await writeAgreedFees(
      sql,
      loans.flatMap((loan) => dueCharges(loan, through)),
    );
    beat();
    after = loans.at(-1)?.loanId ?? null;
    if (loans.length < AT_ONCE) return;
  }
}

/**
 * Charges what of a loan's fees had begun when it ended, by the price lists that had, and lets fall away what its
 * prepayments let. The nights charge loans that run: one that is late finds this one over.
 */
export async function chargeEnded(
  sql: Queryable,
  record: LoanRecord,
  calendar: BusinessCalendar,
): Promise<void> {
  const agreed = await readChargedLoan(sql, record.loanId);
  const run = agreed === null ? null : ranUntil(record, calendar);
  if (agreed === null || run === null || run.endedOn === null) return;
  const { dueDates, endedOn } = run;
  const isAgreedAnew = await takeTariffsOfEnded(sql, { ...agreed, dueDates }, endedOn);
  const loan = isAgreedAnew ? await readChargedLoan(sql, record.loanId) : agreed;
  if (loan === null) return;
  const due = dueCharges({ ...loan, dueDates }, endedOn);
  if (due.length === 0) return;
  await writeAgreedFees(sql, due);
  const prepaid = standingPrepayments(record, calendar).at(-1);
  if (prepaid !== undefined) await giveBackOnPrepayment(sql, record, prepaid.event.businessKey);
}

function dueCharges(loan: ChargedLoan, through: IsoDate): readonly AgreedFee[] {
  const vatRate = rate(loan.vatRate);
  return loan.agreements.flatMap((agreement) =>
    plannedCharges(agreement, loan, vatRate)
      .filter(({ chargedOn, amountFen }) => chargedOn <= through && amountFen > 0)
      .filter(({ chargedOn }) => isInForce(loan.agreements, agreement, chargedOn))
      .filter(({ period }) => !loan.charged.includes(`${agreement.rule}/${period}`))
      .map((charge) => ({ ...charge, agreement })),
  );
}

/** Of the agreements about a line the last that has begun counts. */
function isInForce(all: readonly FeeAgreement[], agreement: FeeAgreement, on: IsoDate): boolean {
  const begun = all.filter(({ rule, effectiveFrom }) => rule === agreement.rule && effectiveFrom <= on);
  return begun.at(-1) === agreement;
}

/**
 * What of its fees a loan's prepayments let fall away; asked for once for each prepayment. Money that moved stays booked
 * whatever becomes of it: what the database refuses of it, finance looks at.
 * @param source the prepayment that was booked now
 */
export async function giveBackOnPrepayment(
  sql: Queryable,
  { loanId, institutionId }: Pick<LoanRecord, 'loanId' | 'institutionId'>,
  source: string,
): Promise<void> {
  const asked = await unlessRefused<void, never>(sql, async () => {
    const reliefs = await prepaymentReliefsOf(sql, loanId);
    await writePrepaymentRequests(
      sql,
      reliefs.filter(({ amountFen }) => amountFen > 0),
    );
    return accept(undefined);
  });
  if (asked.ok) return;
  await openBreak(sql, {
    ...{ institutionId, kind: 'FEE_RELIEF', reference: source, amountFen: null },
    detail: { loanId, key: source, refusal: asked.refusal.code },
  });
}

/** What a prepayment of a charge's loan lets fall away, as the charge stands now; 0 where it is none. */
export async function reliefBySource(
  sql: Queryable,
  { id, loanId }: Pick<Fee, 'id' | 'loanId'>,
  source: string,
): Promise<Fen> {
  const reliefs = loanId === null ? [] : await prepaymentReliefsOf(sql, loanId);
  return reliefs.find((relief) => relief.fee.id === id && relief.source === source)?.amountFen ?? fen(0);
}

/** Whether a prepayment of a loan stands by all that is known of the loan. */
export async function standsAsPrepayment(
  sql: Queryable,
  loanId: string | null,
  source: string,
): Promise<boolean> {
  const loan = loanId === null ? null : await readLoan(sql, loanId);
  if (loan === null) return false;
  const prepayments = prepaymentsOf(loan, await houseCalendar(sql));
  return prepayments.some((prepayment) => prepayment.source === source);
}

async function prepaymentReliefsOf(sql: Queryable, loanId: string): Promise<readonly PrepaymentRelief[]> {
  const fees = (await listLoanFees(sql, loanId)).filter(({ kind }) => isRefundable(kind));
  const loan = fees.length === 0 ? null : await readLoan(sql, loanId);
  if (loan === null) return [];
  const calendar = await houseCalendar(sql);
  const prepayments = prepaymentsOf(loan, calendar);
  return fees.flatMap((fee) => {
    const amounts =
      fee.period === 'PROJECT' ? ofTerm(loan, fee, prepayments) : ofPeriod(loan, fee, prepayments);
    const advances = advancesOf(loan, fee, prepayments, calendar);
    return prepayments.map(({ source, sequence }, index) => {
      const amountFen = lessAdvanced(advances, sequence, amounts[index] ?? fen(0));
      return { fee, source, amountFen };
    });
  });
}

/** What was given for a prepayment that no longer stands, as far as later ones have not let as much fall away. */
interface Advance {
  /** Of the event by which it stands no longer. */
  readonly sequence: number;
  leftFen: number;
}

function advancesOf(
  loan: LoanRecord,
  { fallenFen }: LoanFeeRow,
  prepayments: readonly LoanPrepayment[],
  calendar: BusinessCalendar,
): readonly Advance[] {
  const standing = new Set(prepayments.map(({ source }) => source));
  return Object.entries(fallenFen).flatMap(([source, leftFen]) => {
    const given = loan.events.find(({ businessKey }) => businessKey === source);
    if (given === undefined || standing.has(source)) return [];
    return [{ sequence: goneBy(loan, given, calendar), leftFen }];
  });
}

/** The event by which a prepayment stands no longer: its reversal, or that of the money for it. */
function goneBy(loan: LoanRecord, given: LoanEvent, calendar: BusinessCalendar): number {
  const gone = loan.events.find(({ sequence, kind, effectiveDate }) => {
    if (sequence <= given.sequence || (kind !== 'REVERSED' && effectiveDate > given.effectiveDate))
      return false;
    const events = loan.events.filter((event) => event.sequence <= sequence);
    return prepaymentsOf({ ...loan, events }, calendar).every(({ source }) => source !== given.businessKey);
  });
  return gone?.sequence ?? given.sequence;
}

/** What was given for a prepayment that no longer stands counts towards what the next ones let fall away. */
function lessAdvanced(advances: readonly Advance[], sequence: number, amountFen: Fen): Fen {
  let left: number = amountFen;
  for (const advance of advances) {
    if (advance.sequence > sequence) continue;
    const setOffFen = Math.min(advance.leftFen, left);
    advance.leftFen -= setOffFen;
    left -= setOffFen;
  }
  return fen(left);
}

type LoanPrepayment = Prepayment & {
  readonly source: string;
  readonly sequence: number;
  readonly isLast: boolean;
};

function prepaymentsOf(loan: LoanRecord, calendar: BusinessCalendar): readonly LoanPrepayment[] {
  return standingPrepayments(loan, calendar).map(({ event, principalFen, balanceFen }) => ({
    ...{ on: event.effectiveDate, principalFen, balanceFen, isLast: principalFen === balanceFen },
    ...{ source: event.businessKey, sequence: event.sequence },
  }));
}

function ofTerm({ terms }: LoanRecord, { standingFen }: LoanFeeRow, prepayments: readonly LoanPrepayment[]) {
  const schedule = buildSchedule(terms);
  const maturityDate = schedule.ok ? schedule.value.rows.at(-1)?.dueDate : undefined;
  if (maturityDate === undefined) return [];
  const term = { agreedFen: standingFen, startDate: terms.startDate, maturityDate };
  return prepaymentReliefs(term, prepayments);
}

/** Of a month or quarter that is paid ahead the days after the loan's end fall away: all of one that had not begun. */
function ofPeriod(
  { loanId, terms }: LoanRecord,
  fee: LoanFeeRow,
  prepayments: readonly LoanPrepayment[],
): readonly Fen[] {
  const { rule, period, agreedFen: amountFen, timing, priceFen, standingFen } = fee;
  const schedule = buildSchedule(terms);
  const until = schedule.ok ? schedule.value.rows.at(-1)?.dueDate : undefined;
  if (until === undefined || (timing !== 'MONTHLY' && timing !== 'QUARTERLY')) return [];
  return prepayments.map(({ on: endedOn, isLast }) => {
    if (!isLast) return fen(0);
    const service = { loanId, rule, timing, amountFen, from: isoDate(terms.startDate), until };
    const { charges } = subscriptionCharges(service, [], terms.vatRate as Rate);
    const charge = charges.find((one) => one.period === period);
    if (charge !== undefined && endedOn <= charge.chargedOn) return standingFen;
    const { refunds } = subscriptionCharges({ ...service, endedOn }, [], terms.vatRate as Rate);
    const unusedFen = refunds.find(({ key }) => key.endsWith(`/${period}`))?.amountFen ?? 0;
    return multiplyFraction(fen(unusedFen), standingFen, priceFen);
  });
}
