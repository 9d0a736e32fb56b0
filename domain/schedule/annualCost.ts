import type Decimal from 'decimal.js';
import { daysBetween, type IsoDate } from '../calendar/isoDate';
import { addMonths } from '../calendar/months';
import {
  type AmountRefusal,
  addFen,
  type Fen,
  fen,
  MAX_FEN,
  parseFen,
  subtractFen,
  ZERO_FEN,
} from '../money/fen';
import { MAX_RATE, parseRate, type Rate, type RateRefusal } from '../money/rate';
import { divideRounded } from '../money/rounding';
import { Exact } from '../parameters/decimal';
import { accept, type Result, refuse } from '../result';
import { discountFactor } from './internalRate';
import { monthsPerInstalment } from './periods';
import type { Schedule, ScheduleRow } from './types';

/** A fee that the borrower bears for the loan. */
export interface LoanCharge<Code extends string = string> {
  /** Names the fee in the itemised list, e.g. `APPRAISAL`. */
  readonly code: Code;
  readonly amountFen: Fen;
  /** Taken from what is paid out, or charged with each instalment. */
  readonly timing: 'UPFRONT' | 'EACH_INSTALMENT';
}

/** A fee that falls on a day of its own. */
export interface DatedCharge<Code extends string = string>
  extends Pick<LoanCharge<Code>, 'code' | 'amountFen'> {
  readonly date: IsoDate;
}

/** What the borrower bears beside the schedule. */
export interface LoanCharges<Code extends string = string> {
  readonly charges: readonly LoanCharge<Code>[];
  /** In order of their days; none when left out. */
  readonly dated?: readonly DatedCharge<Code>[] | undefined;
  /** Withheld at the start and given back with the last instalment; 0 when not given. */
  readonly depositFen?: Fen | undefined;
  /** When given, tells whether the all-in cost (XIRR) is above it. */
  readonly cap?: Rate | undefined;
}

/** Money that the borrower receives (+) or pays (−) on a day. */
export interface CashFlow {
  readonly date: IsoDate;
  readonly amountFen: Fen;
}

/** One line of the itemised list of costs. */
export interface CostItem<Code extends string = string> {
  /** INTEREST, or the code of the charge. */
  readonly code: 'INTEREST' | Code;
  /** Over the whole life of the loan. */
  readonly amountFen: Fen;
}

/**
 * What a loan costs a year (年化利率), as the borrower must be shown before signing: 中国人民银行公告〔2021〕第3号.
 * Rates are decimal strings with fixed decimals: ten for `irrPeriodic`, six for the others.
 */
export interface AnnualCost<Code extends string = string> {
  readonly flows: readonly CashFlow[];
  /** Interest first, then each charge; adds up to `totalCostFen`. */
  readonly items: readonly CostItem<Code>[];
  readonly totalCostFen: Fen;
  /** Only for regular periods: rate of one period, the same times periods a year, and compounded. */
  readonly periodic: PeriodicRates | null;
  /** 复利 (IRR by days over 365): the rate to show, and the one that a cap is measured by. */
  readonly xirr: Rate;
  /** 单利: cost over outstanding principal and time; must be labelled as such where shown. */
  readonly simpleRate: Rate;
  readonly isAboveCap: boolean;
}

/** Rates that need periods of equal length. */
export interface PeriodicRates {
  readonly irrPeriodic: Rate;
  readonly aprNominal: Rate;
  readonly aprEffective: Rate;
}

const RATE_DECIMALS = 6;
const PERIODIC_DECIMALS = 10;
const PRECISE_DECIMALS = 30;
const DAYS_PER_YEAR = 365;
const MONTHS_PER_YEAR = 12;

/** Why there is no annual cost: charges or cap are wrong, nothing would be paid out, or rows are missing. */
export type CostRefusal = AmountRefusal | RateRefusal | 'CHARGES_ABOVE_PRINCIPAL' | 'NOT_A_WHOLE_LOAN';

/**
 * The annual cost of a whole loan with its charges. By `meta` of the oracle file apr.json.
 * @param schedule from the first instalment on
 */
export function annualCost<Code extends string>(
  schedule: Schedule,
  charges: LoanCharges<Code>,
): Result<AnnualCost<Code>, CostRefusal> {
  const wrong = wrongInput(schedule, charges);
  if (wrong !== undefined) return { ok: false, refusal: wrong };
  const flows = flowsOf(schedule, charges);
  const items = itemsOf(schedule, charges);
  const totalCostFen = addFen(...items.map(({ amountFen }) => amountFen));
  const isRegular = hasRegularPeriods(schedule) && (charges.dated ?? []).length === 0;
  const xirr = xirrOf(flows);
  return accept({
    flows,
    items,
    totalCostFen,
    periodic: isRegular ? periodicRates(schedule, flows) : null,
    xirr: fixed(xirr, RATE_DECIMALS),
    simpleRate: simpleRateOf(schedule, totalCostFen, isRegular),
    isAboveCap: charges.cap !== undefined && xirr.greaterThan(charges.cap),
  });
}

function wrongInput(schedule: Schedule, charges: LoanCharges) {
  if (schedule.rows[0]?.number !== 1) return refuse('NOT_A_WHOLE_LOAN', 'schedule').refusal;
  const wrong = wrongValue(charges) ?? tooLarge(schedule, charges);
  if (wrong !== undefined) return wrong;
  const paidOutFen = subtractFen(schedule.terms.principalFen, withheldFen(charges));
  return paidOutFen > 0 ? undefined : refuse('CHARGES_ABOVE_PRINCIPAL', 'charges').refusal;
}

/** Values that a cast let through are refused and not computed with. */
function wrongValue({ charges, depositFen, cap }: LoanCharges) {
  const checked: readonly Result<unknown, CostRefusal>[] = [
    ...charges.map(({ amountFen }, index) => parseFen(amountFen, `charges.${index}.amountFen`)),
    parseFen(depositFen ?? ZERO_FEN, 'depositFen'),
    parseRate(cap ?? MAX_RATE, 'cap'),
  ];
  const wrong = checked.find(({ ok }) => !ok);
  return wrong?.ok === false ? wrong.refusal : undefined;
}

function tooLarge({ rows, totalPaymentFen }: Schedule, { charges, dated = [] }: LoanCharges) {
  const timesOf = ({ timing }: LoanCharge) => (timing === 'UPFRONT' ? 1 : rows.length);
  const total = charges.reduce<number>(
    (sum, charge) => sum + charge.amountFen * timesOf(charge),
    dated.reduce<number>((sum, { amountFen }) => sum + amountFen, totalPaymentFen),
  );
  return total > MAX_FEN ? refuse('TOO_LARGE', 'charges', { maximumFen: MAX_FEN }).refusal : undefined;
}

function chargedFen({ charges }: LoanCharges, timing: LoanCharge['timing']): Fen {
  return addFen(...charges.filter((charge) => charge.timing === timing).map(({ amountFen }) => amountFen));
}

function withheldFen(charges: LoanCharges): Fen {
  return addFen(chargedFen(charges, 'UPFRONT'), charges.depositFen ?? ZERO_FEN);
}

/** What the borrower receives and pays, day by day, their view. */
function flowsOf({ terms, rows }: Schedule, charges: LoanCharges): readonly CashFlow[] {
  const eachFen = chargedFen(charges, 'EACH_INSTALMENT');
  const depositBackFen = (index: number) => (index === rows.length - 1 ? (charges.depositFen ?? 0) : 0);
  return [
    { date: terms.startDate, amountFen: subtractFen(terms.principalFen, withheldFen(charges)) },
    ...rows.map((row, index) => ({
      date: row.dueDate,
      amountFen: fen(depositBackFen(index) - row.paymentFen - eachFen),
    })),
    ...(charges.dated ?? []).map(({ date, amountFen }) => ({ date, amountFen: fen(-amountFen) })),
  ];
}

/** What is charged on days of its own is one line for each code. */
function itemsOf<Code extends string>(
  { rows, totalInterestFen }: Schedule,
  { charges, dated = [] }: LoanCharges<Code>,
): readonly CostItem<Code>[] {
  const codes = [...new Set(dated.map(({ code }) => code))];
  return [
    { code: 'INTEREST', amountFen: totalInterestFen },
    ...charges.map(({ code, amountFen, timing }) => ({
      code,
      amountFen: timing === 'UPFRONT' ? amountFen : fen(amountFen * rows.length),
    })),
    ...codes.map((code) => ({
      code,
      amountFen: addFen(...dated.filter((charge) => charge.code === code).map(({ amountFen }) => amountFen)),
    })),
  ];
}

/** Whether the first period is as long as the others. */
function hasRegularPeriods({ terms, rows }: Schedule): boolean {
  return rows[0]?.dueDate === addMonths(terms.startDate, monthsPerInstalment(terms));
}

function xirrOf(flows: readonly CashFlow[]): Decimal {
  const start = flows[0]?.date;
  const amounts = flows.map(({ date, amountFen }) => ({ step: daysBetween(start ?? date, date), amountFen }));
  const xirr = discountFactor(amounts, DAYS_PER_YEAR).pow(-DAYS_PER_YEAR).minus(1);
  // Cuts the noise of the last digits, so that a cost of exactly the cap is not above it.
  return xirr.toDecimalPlaces(PRECISE_DECIMALS);
}

function periodicRates({ terms }: Schedule, flows: readonly CashFlow[]): PeriodicRates {
  const periodsPerYear = new Exact(MONTHS_PER_YEAR).dividedBy(monthsPerInstalment(terms));
  const amounts = flows.map(({ amountFen }, step) => ({ step, amountFen }));
  const irr = new Exact(1).dividedBy(discountFactor(amounts, 1)).minus(1);
  return {
    irrPeriodic: fixed(irr, PERIODIC_DECIMALS),
    aprNominal: fixed(irr.times(periodsPerYear), RATE_DECIMALS),
    aprEffective: fixed(irr.plus(1).pow(periodsPerYear).minus(1), RATE_DECIMALS),
  };
}

/** Cost over Σ principal outstanding × years: months over 12, or days over 365 when a period is irregular. */
function simpleRateOf({ terms, rows }: Schedule, totalCostFen: Fen, isRegular: boolean): Rate {
  const unitsPerYear = isRegular ? MONTHS_PER_YEAR : DAYS_PER_YEAR;
  const unitsOf = (row: ScheduleRow) => (isRegular ? monthsPerInstalment(terms) : row.days);
  const principalTime = rows.reduce((sum, row) => sum + BigInt(row.openingFen) * BigInt(unitsOf(row)), 0n);
  const scaled = BigInt(totalCostFen) * BigInt(unitsPerYear) * 10n ** BigInt(RATE_DECIMALS);
  const rounded = divideRounded(scaled, principalTime, 'HALF_UP');
  return fixed(new Exact(rounded.toString()).dividedBy(10 ** RATE_DECIMALS), RATE_DECIMALS);
}

function fixed(value: Decimal, decimals: number): Rate {
  return value.toFixed(decimals) as Rate;
}
