import type { IsoDate } from '../../../domain/calendar/isoDate';
import {
  type Charge,
  type ChargeState,
  type ChargeStep,
  chargeAfter,
  outstandingOf,
  statusOf,
  takeStep,
} from '../../../domain/fees/charge';
import { largestUpfront } from '../../../domain/fees/largestUpfront';
import { type Subscription, subscriptionCharges } from '../../../domain/fees/periods';
import { type Prepayment, prepaymentReliefs } from '../../../domain/fees/prepaymentRelief';
import { type FeeSubject, priceFee } from '../../../domain/fees/price';
import { type FeePricing, isRefundable } from '../../../domain/fees/rule';
import { type TariffCase, tariffOn } from '../../../domain/fees/tariff';
import type { EntryDraft } from '../../../domain/ledger/draft';
import type { FeeKind } from '../../../domain/ledger/entries';
import { feeGivenBack } from '../../../domain/ledger/feeEntries';
import { type Fen, fen } from '../../../domain/money/fen';
import { type Rate, rate } from '../../../domain/money/rate';
import { splitVat } from '../../../domain/money/vat';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { capRate } from '../../../domain/pricing/cap';
import { annualCost, type LoanCharge } from '../../../domain/schedule/annualCost';
import { buildSchedule } from '../../../domain/schedule/buildSchedule';
import { parseScheduleTerms } from '../../../domain/schedule/terms';
import { compare, type Difference, type OracleAdapter } from '../adapter';
import { methodOf } from './schedules';

const { fees, contract, pricing } = parametersAt(PARAMETERS_BEGIN);
const policy = { pointsShare: fees.pointsShare, vatRate: contract.vatRate };

interface Case<Input> {
  readonly id: string;
  readonly input: Input;
  readonly expect: object;
}

function checkTariff({
  id,
  input,
  expect,
}: Case<TariffCase & { readonly on: IsoDate }>): readonly Difference[] {
  const found = tariffOn(input, input.on, fees.noticeDays);
  return compare(id, expect, found.ok ? found.value : { refusal: found.refusal.code });
}

function checkQuote({
  id,
  input,
  expect,
}: Case<
  FeeSubject & { readonly rule: FeePricing; readonly pointsOffered: number; readonly pointsBalance: number }
>): readonly Difference[] {
  const { rule, pointsOffered: offered, pointsBalance: balance, ...subject } = input;
  return compare(id, expect, priceFee(rule, subject, { offered, balance }, policy));
}

type LifeStep = ChargeStep;

function checkLife({
  id,
  input,
  expect,
}: Case<{
  readonly code: FeeKind;
  readonly priceFen: Fen;
  readonly validUntil: IsoDate;
  readonly pointsBalance: number;
  readonly commands: readonly LifeStep[];
}>): readonly Difference[] {
  const { code: kind, priceFen, validUntil, commands } = input;
  const charge: Charge = { kind, priceFen, validUntil };
  let state: ChargeState = chargeAfter(charge, [], policy);
  let { pointsBalance } = input;
  const taken: ChargeStep[] = [];
  const steps = commands.map((step) => {
    const done = takeStep(charge, state, step, { policy, pointsBalance });
    if (done.ok) {
      state = done.value.state;
      pointsBalance += done.value.points;
      taken.push(step);
    }
    return {
      ...(done.ok ? { ok: true } : { refusal: wordOf(done.refusal.code) }),
      status: statusOf(charge, state),
      outstandingFen: outstandingOf(charge, state),
      pointsBalance,
      entries: done.ok ? done.value.entries.map(bare) : [],
    };
  });
  const refolded = chargeAfter(charge, taken, policy);
  return [
    ...compare(id, { ...expect, steps: stepsOf(expect) }, { steps }),
    ...compare(`${id} folded again`, state, refolded),
  ];
}

/** Two refusals that the file words otherwise. */
const WORDS: Readonly<Record<string, string>> = {
  CHARGE_CANCELLED: 'CANCELLED',
  CHARGE_NOT_CONSENTED: 'CONSENT_REQUIRED',
};
const wordOf = (code: string): string => WORDS[code] ?? code;

interface OracleEntry {
  readonly lines: readonly { readonly account: string; readonly debit: number; readonly credit: number }[];
}

/** Names of events and the order of lines mean nothing. */
function stepsOf(expect: object): readonly object[] {
  const { steps } = expect as { readonly steps: readonly { readonly entries: readonly OracleEntry[] }[] };
  return steps.map((step) => ({ ...step, entries: step.entries.map(({ lines }) => linesOf(lines)) }));
}

const linesOf = (lines: OracleEntry['lines']): readonly string[] =>
  lines.map(({ account, debit, credit }) => `${account} ${debit} ${credit}`).toSorted();

const bare = ({ postings }: EntryDraft): readonly string[] =>
  linesOf(
    postings.map(({ account, debitFen, creditFen }) => ({ account, debit: debitFen, credit: creditFen })),
  );

function checkPeriods({
  id,
  input,
  expect,
}: Case<Subscription & { readonly existing: readonly string[] }>): readonly Difference[] {
  return compare(id, expect, subscriptionCharges(input, input.existing, contract.vatRate));
}

interface AllInCase {
  readonly principalFen: Fen;
  readonly annualRate: string;
  readonly termMonths: number;
  readonly method: string;
  readonly startDate: string;
  readonly fees: readonly {
    readonly code: string;
    readonly timing: 'PER_PROJECT' | 'EACH_INSTALMENT';
    readonly amountFen: Fen;
    readonly countsInAnnualCost: boolean;
  }[];
  readonly capRegime: '24' | '4LPR';
  readonly lpr1y: string;
}

function checkAllIn({ id, input, expect }: Case<AllInCase>): readonly Difference[] {
  const { fees: charged, capRegime, lpr1y, ...loan } = input;
  const terms = parseScheduleTerms({
    ...loan,
    ...{ method: methodOf(input.method), dayCount: '30/360', paymentMode: 'EXACT', intervalMonths: 1 },
  });
  if (!terms.ok) return compare(id, expect, terms.refusal);
  const schedule = buildSchedule(terms.value);
  if (!schedule.ok) return compare(id, expect, schedule.refusal);
  const charges = charged
    .filter(({ countsInAnnualCost }) => countsInAnnualCost)
    .map(
      ({ code, amountFen, timing }): LoanCharge => ({
        ...{ code, amountFen, timing: timing === 'PER_PROJECT' ? 'UPFRONT' : 'EACH_INSTALMENT' },
      }),
    );
  // The file's word for the lower of the two.
  const cap = capRate(capRegime === '24' ? '24' : 'LOWER', rate(lpr1y), pricing);
  const cost = annualCost(schedule.value, { charges, cap });
  const rest = annualCost(schedule.value, { charges: charges.filter(({ timing }) => timing !== 'UPFRONT') });
  if (!cost.ok || !rest.ok) return compare(id, expect, { cost, rest });
  const sum = (timing: LoanCharge['timing']) =>
    charges
      .filter((charge) => charge.timing === timing)
      .reduce((total, { amountFen }) => total + amountFen, 0);
  const wanted = expect as { readonly cap: string };
  return compare(
    id,
    { ...wanted, cap: Number(wanted.cap) },
    {
      upfrontFen: sum('UPFRONT'),
      eachInstalmentFen: sum('EACH_INSTALMENT'),
      totalCostFen: cost.value.totalCostFen,
      xirr: cost.value.xirr,
      cap: Number(cap),
      exceeds: cost.value.isAboveCap,
      maxUpfrontFen: largestUpfront(rest.value, cap),
    },
  );
}

interface RefundCase {
  readonly code: FeeKind;
  readonly refundable: boolean;
  readonly feeCollectedFen: Fen;
  readonly startDate: IsoDate;
  readonly maturityDate: IsoDate;
  readonly prepayments: readonly Prepayment[];
}

function checkRefund({ id, input, expect }: Case<RefundCase>): readonly Difference[] {
  const { code, refundable, feeCollectedFen: agreedFen, prepayments, ...term } = input;
  const amounts = isRefundable(code) ? prepaymentReliefs({ agreedFen, ...term }, prepayments) : [];
  let givenFen = 0;
  const refunds = amounts.flatMap((refundFen, index) => {
    if (refundFen === 0) return [];
    const net = (amountFen: number) => splitVat(fen(amountFen), contract.vatRate as Rate).netFen;
    const netFen = fen(net(givenFen + refundFen) - net(givenFen));
    givenFen += refundFen;
    const entry = feeGivenBack('FEE_REFUND', code, { netFen, vatFen: fen(refundFen - netFen) });
    return [{ on: prepayments[index]?.on, refundFen, entry: bare(entry) }];
  });
  const wanted = expect as { readonly refunds: readonly { readonly entry: OracleEntry }[] };
  return [
    ...compare(`${id} refundable`, refundable, isRefundable(code)),
    ...compare(
      id,
      { ...expect, refunds: wanted.refunds.map((each) => ({ ...each, entry: linesOf(each.entry.lines) })) },
      { refunds, totalFen: givenFen },
    ),
  ];
}

export const adapter: OracleAdapter = {
  file: 'fees.json',
  blocks: {
    tariff: checkTariff,
    quote: checkQuote,
    life: checkLife,
    periods: checkPeriods,
    allIn: checkAllIn,
    prepaymentRefund: checkRefund,
  },
};
