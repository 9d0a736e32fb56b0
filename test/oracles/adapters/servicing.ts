import { barredByOtherStep } from '../../../domain/approval/separation';
import type { IsoDate } from '../../../domain/calendar/isoDate';
import { type LprRow, type LprTable, lprTenorOf } from '../../../domain/calendar/lpr';
import { allowedExtension } from '../../../domain/changes/extensionLimit';
import { type Waivable, type WaiverLine, waivedParts } from '../../../domain/changes/waive';
import type { EntryDraft } from '../../../domain/ledger/draft';
import { waiverDrafts } from '../../../domain/ledger/entries';
import type { LoanEvent, LoanEventBody } from '../../../domain/loan/events';
import { floatingRateOn, repricingDates } from '../../../domain/loan/floatingRate';
import { positionAt } from '../../../domain/loan/fold';
import type { LoanPosition } from '../../../domain/loan/position';
import type { LoanTerms, RepricingRule } from '../../../domain/loan/terms';
import { type Fen, fen } from '../../../domain/money/fen';
import { compareRates, type Rate, rate } from '../../../domain/money/rate';
import { splitVat } from '../../../domain/money/vat';
import type { FiveTierGrade } from '../../../domain/overdue/grades';
import { observationAfter } from '../../../domain/overdue/observation';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import type { ScheduleRow } from '../../../domain/schedule/types';
import { CALENDAR, TERMS as LOAN } from '../../support/loans';
import { compare, type Difference, type OracleAdapter } from '../adapter';
import { methodOf, oracleRows } from './schedules';

const { changes } = parametersAt(PARAMETERS_BEGIN);

interface LimitCase {
  readonly id: string;
  readonly input: {
    readonly startDate: IsoDate;
    readonly termMonths: number;
    readonly months: number;
    readonly extendedSoFarMonths: number;
    readonly appliedOn: IsoDate;
    readonly overdueFen: number;
    readonly secured: boolean;
    readonly securityConsent: boolean;
  };
  readonly expect: object;
}

function checkLimit({ id, input, expect }: LimitCase): readonly Difference[] {
  const { secured, securityConsent, ...request } = input;
  const allowed = allowedExtension(
    { ...request, isSecured: secured, hasSecurityConsent: securityConsent },
    changes.extension,
  );
  if (allowed.ok) return compare(id, expect, { ok: true, ...allowed.value });
  const { code, detail } = allowed.refusal;
  return compare(id, expect, { refusal: code, ...detail });
}

interface OracleTerms {
  readonly principalFen: number;
  readonly annualRate: string;
  readonly termMonths: number;
  readonly method: string;
  readonly startDate: IsoDate;
  readonly dayCount: LoanTerms['dayCount'];
  readonly firstDueDate?: IsoDate | null;
}

function termsOf({ firstDueDate, ...terms }: OracleTerms): LoanTerms {
  return {
    ...LOAN,
    ...terms,
    principalFen: fen(terms.principalFen),
    annualRate: rate(terms.annualRate),
    method: methodOf(terms.method),
    ...(firstDueDate === undefined || firstDueDate === null ? {} : { firstDueDate }),
  };
}

/** A loan by its fold: paid out, and each of the first rows paid on its due date. */
class Told {
  readonly events: LoanEvent[] = [];

  constructor(
    readonly terms: LoanTerms,
    paidInstalments: number,
  ) {
    this.tell(terms.startDate, { kind: 'DISBURSED', amountFen: terms.principalFen });
    for (const { row } of this.at(terms.startDate).lines.slice(0, paidInstalments)) {
      this.tell(row.dueDate, { kind: 'RECEIVED', amountFen: row.paymentFen, into: 'BANK' });
    }
  }

  tell(date: IsoDate, body: LoanEventBody): void {
    const sequence = this.events.length + 1;
    this.events.push({
      ...body,
      sequence,
      effectiveDate: date,
      recordedOn: date,
      businessKey: `oracle/${sequence}`,
    });
  }

  at(date: IsoDate): LoanPosition {
    return positionAt(this.terms, this.events, date, CALENDAR);
  }

  rowsAfter(date: IsoDate): readonly ScheduleRow[] {
    return this.at(date)
      .lines.map(({ row }) => row)
      .filter(({ dueDate }) => dueDate > date);
  }
}

/** The day on which the last of the paid rows was due. */
function lastDue({ terms, events }: Told): IsoDate {
  return events.at(-1)?.effectiveDate ?? terms.startDate;
}

const interestOf = (rows: readonly ScheduleRow[]) => rows.reduce((sum, row) => sum + row.interestFen, 0);

interface ExtensionCase {
  readonly id: string;
  readonly input: {
    readonly terms: OracleTerms;
    readonly paidInstallments: number;
    readonly months: number;
  };
  readonly expect: object;
}

function checkExtension({ id, input, expect }: ExtensionCase): readonly Difference[] {
  const loan = new Told(termsOf(input.terms), input.paidInstallments);
  const on = lastDue(loan);
  const before = loan.rowsAfter(on);
  loan.tell(on, { kind: 'EXTENDED', extraMonths: input.months });
  const rows = loan.rowsAfter(on);
  return compare(id, expect, {
    newMaturity: rows.at(-1)?.dueDate,
    additionalInterest: interestOf(rows) - interestOf(before),
    rows: oracleRows(rows),
  });
}

interface ReschedulingCase {
  readonly id: string;
  readonly input: {
    readonly terms: OracleTerms;
    readonly paidInstallments: number;
    readonly date: IsoDate;
    readonly termMonths: number;
    readonly annualRate?: string | null;
    readonly method?: string | null;
    readonly firstDueDate?: IsoDate | null;
    readonly gradeBefore: FiveTierGrade;
    readonly second: {
      readonly date: IsoDate;
      readonly firstDue: IsoDate;
      readonly secondDue: IsoDate;
      readonly gradeBefore: FiveTierGrade;
    } | null;
    readonly asks: readonly IsoDate[];
  };
  readonly expect: object;
}

function checkRescheduling({ id, input, expect }: ReschedulingCase): readonly Difference[] {
  const { annualRate, date, firstDueDate, gradeBefore, method, termMonths } = input;
  const loan = new Told(termsOf(input.terms), input.paidInstallments);
  loan.tell(lastDue(loan), { kind: 'CLASSIFIED', grade: gradeBefore, reasons: [] });
  loan.tell(date, {
    kind: 'RESCHEDULED',
    termMonths,
    ...(annualRate ? { annualRate: rate(annualRate) } : {}),
    ...(method ? { method: methodOf(method) } : {}),
    ...(firstDueDate ? { firstDueDate } : {}),
  });
  const { lines, history } = loan.at(date);
  // The interest of the running row falls due on the day, on a row of its own before the new ones.
  const stub = lines.find(({ row }) => row.dueDate === date && row.number > input.paidInstallments);
  const shift = stub === undefined ? 0 : 1;
  const first = history.observation;
  const second = input.second === null ? null : observationAfter(first, input.second);
  const floorOn = (day: IsoDate): FiveTierGrade | null => {
    const last = second !== null && day >= second.from ? second : first;
    return last === null || day < last.from || day > last.until ? null : last.floor;
  };
  return compare(id, expect, {
    accruedInterest: stub?.row.interestFen ?? 0,
    rows: oracleRows(loan.rowsAfter(date).map((row) => ({ ...row, number: row.number - shift }))),
    observationEnd: (second ?? first)?.until,
    floors: input.asks.map((on) => ({ on, floor: floorOn(on) })),
  });
}

interface RepricingCase {
  readonly id: string;
  readonly input: {
    readonly terms: Omit<OracleTerms, 'annualRate'>;
    readonly rule: RepricingRule;
    readonly spreadBp: number;
    readonly lpr: readonly {
      readonly effectiveFrom: string;
      readonly oneYear: string;
      readonly fiveYearPlus: string;
    }[];
  };
  readonly expect: object;
}

function checkRepricing({ id, input, expect }: RepricingCase): readonly Difference[] {
  const table = tableOf(input.lpr);
  const floating = { rule: input.rule, spreadBasisPoints: input.spreadBp };
  const tenor = lprTenorOf(input.terms.termMonths);
  const lookUp = (date: IsoDate) => {
    const found = floatingRateOn(table, floating, tenor, date);
    if (!found.ok) throw new RangeError(found.refusal.code);
    const { annualRate, lpr } = found.value;
    return { annualRate, lpr: lpr.rate, lprFrom: lpr.effectiveFrom };
  };
  const first = lookUp(input.terms.startDate);
  const loan = new Told(termsOf({ ...input.terms, annualRate: first.annualRate }), 0);
  const { startDate } = loan.terms;
  const maturity = loan.rowsAfter(startDate).at(-1)?.dueDate ?? startDate;
  let last: Rate = first.annualRate;
  const repricings = repricingDates(input.rule, startDate, maturity).map((date) => {
    const found = lookUp(date);
    const changed = compareRates(found.annualRate, last) !== 0;
    last = found.annualRate;
    loan.tell(date, { kind: 'RATE_CHANGED', annualRate: found.annualRate });
    return { date, ...inDecimals(found), changed };
  });
  const rows = loan.at(lastDue(loan)).lines.map(({ row }) => row);
  return compare(id, expect, {
    tenor,
    first: inDecimals(first),
    repricings,
    rows: oracleRows(rows),
    totalInterest: interestOf(rows),
  });
}

function tableOf(rows: RepricingCase['input']['lpr']): LprTable {
  return {
    version: 'oracle',
    confirmedUntil: '2199-12-31',
    rows: rows.map(
      ({ effectiveFrom, oneYear, fiveYearPlus }): LprRow => ({
        effectiveFrom,
        oneYearPercent: oneYear,
        fiveYearPlusPercent: fiveYearPlus,
        source: 'oracle',
      }),
    ),
  };
}

/** The file writes rates with four decimals; ours have no zeros at their end. */
function inDecimals<Found extends { readonly annualRate: Rate; readonly lpr: Rate }>(found: Found) {
  return {
    ...found,
    annualRate: Number(found.annualRate).toFixed(4),
    lpr: Number(found.lpr).toFixed(4),
  };
}

interface WaiverCase {
  readonly id: string;
  readonly input: {
    readonly accrual: 'ACCRUAL' | 'NON_ACCRUAL';
    readonly unpaid: Readonly<Record<Waivable | 'principal', Fen>>;
    readonly waive: readonly WaiverLine[];
    readonly proposedBy: string;
    readonly approvedBy: string;
  };
  readonly expect: { readonly entries?: readonly object[] };
}

/** Our codes in the words of the file. */
const IN_ITS_WORDS: Readonly<Record<string, string>> = {
  SAME_PERSON_AS_APPLICANT: 'SAME_PERSON',
  AMOUNT_EXCEEDS_UNPAID: 'ABOVE_UNPAID',
};

function checkWaiver({ id, input, expect }: WaiverCase): readonly Difference[] {
  const { accrual, unpaid, waive, proposedBy, approvedBy } = input;
  const refused = (code: string, detail?: object) =>
    compare(id, expect, { refusal: IN_ITS_WORDS[code] ?? code, ...detail });
  const barred = barredByOtherStep('APPROVE', [approvedBy], [{ step: 'APPLY', userId: proposedBy }]);
  if (barred !== null) return refused(barred);
  const parts = waivedParts(waive, [{ instalment: 1, ...unpaid }]);
  if (!parts.ok) {
    const { maximumFen: unpaidFen, ...detail } = parts.refusal.detail ?? {};
    return refused(parts.refusal.code, { ...detail, ...(unpaidFen === undefined ? {} : { unpaidFen }) });
  }
  const drafts = parts.value.flatMap(({ component, amountFen }) =>
    waiverDrafts(
      {
        component: component === 'interestNotDue' ? 'interest' : component,
        amountFen,
        accrual,
        deferredVatFen: component === 'interestNotDue' ? splitVat(amountFen, LOAN.vatRate).vatFen : null,
      },
      LOAN.vatRate,
    ),
  );
  const givenUp = (component: string) =>
    parts.value.reduce((sum, part) => sum + (part.component === component ? part.amountFen : 0), 0);
  const left = Object.fromEntries(
    Object.entries(unpaid).map(([component, amountFen]) => [component, amountFen - givenUp(component)]),
  );
  const sorted = (entries: readonly object[] = []) =>
    entries.map((entry) => sortedLines(entry as OracleEntry));
  return compare(
    id,
    { ...expect, entries: sorted(expect.entries) },
    { entries: sorted(drafts.map(entryOf)), left },
  );
}

interface OracleEntry {
  readonly event: string;
  readonly lines: readonly { readonly account: string; readonly debit: number; readonly credit: number }[];
}

/** The order of lines means nothing. */
function sortedLines(entry: OracleEntry): OracleEntry {
  return { ...entry, lines: entry.lines.toSorted((one, other) => (one.account < other.account ? -1 : 1)) };
}

/** What an entry moves: a claim that only passes through an account, so that a memorandum can hang on it, moves nothing. */
function entryOf({ event, postings, offBalance }: EntryDraft): OracleEntry & { readonly offBalance: object } {
  const accounts = [...new Set(postings.map(({ account }) => account))];
  const lines = accounts
    .map((account) => {
      const own = postings.filter((posting) => posting.account === account);
      const debit = own.reduce((sum, { debitFen, creditFen }) => sum + debitFen - creditFen, 0);
      return { account, debit: Math.max(debit, 0), credit: Math.max(-debit, 0) };
    })
    .filter(({ debit, credit }) => debit + credit > 0);
  return {
    event,
    lines,
    offBalance: offBalance.map(({ account, direction, amountFen }) => ({
      account,
      direction,
      amount: amountFen,
    })),
  };
}

/** The other blocks are in `servicingImpaired.ts`. */
export const adapter: OracleAdapter = {
  file: 'servicing.json',
  blocks: {
    extensionLimit: checkLimit,
    extension: checkExtension,
    rescheduling: checkRescheduling,
    repricing: checkRepricing,
    waiver: checkWaiver,
  },
};
