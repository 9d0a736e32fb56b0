import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReceiptReason } from '../contracts/differences';
import type { BusinessCalendar } from '../domain/calendar/businessCalendar';
import { businessDate, businessNowMs } from '../domain/calendar/clock';
import type { IsoDate } from '../domain/calendar/isoDate';
import { isEnteredByHand } from '../domain/loan/manualReceipt';
import { fen } from '../domain/money/fen';
import {
  type Identified,
  identify,
  identityBook,
  type KnownEnterprise,
  type KnownLoan,
} from '../domain/reconciliation/identify';
import { findAccountToProve, PROOF_FEN, proveAccount } from '../gateways/database/accountProofs';
import { openBreak } from '../gateways/database/breaks';
import { houseCalendar } from '../gateways/database/calendar';
import { wakeLoan } from '../gateways/database/calendarChanges';
import { currentClock } from '../gateways/database/clock';
import { type Identities, readIdentities, type StoredLoan } from '../gateways/database/identities';
import { type LoanRecord, readLoan, recordLoanEvents } from '../gateways/database/loans';
import type { SuggestedLoan } from '../gateways/database/receipts';
import { findStandingQuote } from '../gateways/database/settlementQuotes';
import { readTold, type StatementRow, type Told } from '../gateways/database/statements';
import type { Queryable } from '../gateways/database/transaction';
import type { ActivityDeps } from './deps';
import { stateOn, useHeldMoney } from './loanBooks';

/** The business day whose file transfers are in. */
export interface DayOfFile {
  readonly institutionId: string;
  readonly date: IsoDate;
}

/** What became of a transfer: booked on a loan, or kept until somebody knows whose it is. */
export type TransferOutcome =
  | { readonly as: 'BOOKED'; readonly row: StatementRow }
  | {
      readonly as: 'UNIDENTIFIED';
      readonly row: StatementRow;
      readonly told: Told & { readonly payerIndex: string | null };
      readonly reason: ReceiptReason;
      readonly suggestions: readonly SuggestedLoan[];
    };

type BookedOn = Pick<StoredLoan, 'loanId' | 'loanNo'>;

const TRANSFERS_AT_ONCE = 200;

/**
 * Books what borrowers paid in by themselves on the loans that it is certainly for. Judged by what the loans owe
 * **now**: money for one that is over, or owes nothing any more, waits for a person.
 */
export async function bookTransfers(
  deps: ActivityDeps,
  sql: Queryable,
  day: DayOfFile,
  rows: readonly StatementRow[],
  beat: () => void,
): Promise<readonly TransferOutcome[]> {
  if (rows.length === 0) return [];
  const { institutionId, date } = day;
  const clock = await currentClock(sql);
  const today = businessDate(businessNowMs(clock, Date.now()));
  const identities = await readIdentities(sql, deps.cipher, { institutionId, today });
  const sequences = rows.map(({ sequence }) => sequence);
  const told = await readTold(sql, deps.cipher, { institutionId, date, sequences });
  const desk = new TransferDesk(sql, day, today, await houseCalendar(sql), identities);
  const outcomes: TransferOutcome[] = [];
  for (const row of rows) {
    const about = told.get(row.sequence) ?? { counterparty: '', memo: '', payerIndex: null };
    outcomes.push(await desk.take(row, about));
    if (outcomes.length % TRANSFERS_AT_ONCE === 0) {
      beat();
      await nextTurn();
    }
  }
  return outcomes;
}

/** Takes the transfers of a day one after the other: what one pays is not owed to the next. */
class TransferDesk {
  private readonly book: ReturnType<typeof identityBook>;
  private readonly loansOf: ReadonlyMap<string, readonly StoredLoan[]>;
  private readonly enterprises: ReadonlyMap<string, KnownEnterprise>;

  constructor(
    private readonly sql: Queryable,
    private readonly day: DayOfFile,
    private readonly today: IsoDate,
    private readonly calendar: BusinessCalendar,
    { enterprises, loans }: Identities,
  ) {
    this.book = identityBook(enterprises, loans);
    this.enterprises = new Map(enterprises.map((enterprise) => [enterprise.id, enterprise]));
    this.loansOf = byEnterprise(loans);
  }

  async take(
    row: StatementRow,
    told: Told & { readonly payerIndex: string | null },
  ): Promise<TransferOutcome> {
    if (await this.provesAccount(row, told.payerIndex)) return { as: 'BOOKED', row };
    const transfer = {
      amountFen: row.amountFen,
      // A bank's file has one field for it: an account, or a name.
      payerName: told.counterparty,
      payerAccount: told.payerIndex ?? '',
      remark: told.memo,
    };
    const found = identify(transfer, this.book);
    const loan = certain(found);
    const sure = loan === null ? found : identify(transfer, await this.bookAsOfNow(loan));
    const sureLoan = certain(sure);
    const kept = sureLoan === null ? (sure.reason ?? 'UNKNOWN_PAYER') : await this.put(sureLoan, row);
    if (kept === null) return { as: 'BOOKED', row };
    return {
      as: 'UNIDENTIFIED',
      ...{ row, told },
      reason: kept,
      suggestions: sure.loans.map((known) => suggested(known as StoredLoan)),
    };
  }

  /** @returns why a person must look; null when it is on the loan */
  private async put(loan: StoredLoan, row: StatementRow): Promise<ReceiptReason | null> {
    const record = await readLoan(this.sql, loan.loanId);
    if (record !== null && isEnteredByHand(record.events, fen(row.amountFen))) return 'ENTERED_BY_HAND';
    return (await this.bookSafely(loan, row)) ? null : 'LOAN_BROKEN';
  }

  /** One fen from an account that is asked to be bound: it is proved, and the fen is the loan's. */
  private async provesAccount(row: StatementRow, payerIndex: string | null): Promise<boolean> {
    if (row.amountFen !== PROOF_FEN || payerIndex === null) return false;
    const waiting = await findAccountToProve(this.sql, { ...this.day, payerIndex });
    if (waiting === null || !(await this.bookSafely(waiting, row))) return false;
    await proveAccount(this.sql, waiting.changeId, { ...this.day, sequence: row.sequence });
    return true;
  }

  /** The borrower's loans with what the one in question really takes, by its events. */
  private async bookAsOfNow({ loanId, enterprise }: StoredLoan): Promise<ReturnType<typeof identityBook>> {
    const record = await readLoan(this.sql, loanId);
    const quote = await findStandingQuote(this.sql, loanId, this.day.date);
    const quotedFen = quote?.amountFen ?? 0;
    const loans = this.loansOf.get(enterprise) ?? [];
    const owner = this.enterprises.get(enterprise);
    return identityBook(
      owner === undefined ? [] : [owner],
      loans.map((loan) =>
        loan.loanId === loanId && record !== null ? { ...loan, ...this.figuresOf(record, quotedFen) } : loan,
      ),
    );
  }

  /** @param quotedFen what settles it by a quote that stands on the day */
  private figuresOf(
    record: LoanRecord,
    quotedFen: number,
  ): Pick<StoredLoan, 'status' | 'dueFen' | 'payoffFen'> {
    const state = stateOn({ record, calendar: this.calendar }, this.today);
    const isActive = state.status === 'REPAYING' || state.status === 'OVERDUE';
    const owedFen =
      state.principalOutstandingFen +
      state.interestAccruedFen +
      state.penaltyFen +
      state.compoundFen +
      state.feesFen;
    // Somebody who pays the next instalment in full, a few days early, pays what was asked for.
    const askedFen = state.totalDueFen + (state.nextDue?.amountFen ?? 0);
    return {
      status: isActive ? 'ACTIVE' : state.status,
      dueFen: Math.max(0, state.totalDueFen - state.suspenseFen),
      payoffFen: Math.max(quotedFen, Math.max(owedFen, askedFen) - state.suspenseFen),
    };
  }

  /**
   * A loan that can't take it (a refusal, a fault of its books) keeps nobody else's money waiting.
   * @returns whether it took it
   */
  private async bookSafely(loan: BookedOn, row: StatementRow): Promise<boolean> {
    await this.sql.query('SAVEPOINT transfer');
    try {
      const isBooked = await this.record(loan, row);
      await this.sql.query('RELEASE SAVEPOINT transfer');
      return isBooked;
    } catch (fault) {
      await this.sql.query('ROLLBACK TO SAVEPOINT transfer');
      if (isTransient(fault)) throw fault;
      await this.tell(loan, row, fault);
      return false;
    }
  }

  /** @returns false when the loan's books don't take it */
  private async record(loan: BookedOn, row: StatementRow): Promise<boolean> {
    const { date } = this.day;
    const recorded = await recordLoanEvents(
      this.sql,
      loan.loanId,
      [
        {
          kind: 'RECEIVED',
          amountFen: fen(row.amountFen),
          into: 'BANK',
          effectiveDate: date,
          recordedOn: this.today < date ? date : this.today,
          bankDate: date,
          businessKey: this.keyOf(loan, row),
        },
      ],
      this.calendar,
    );
    if (!recorded.ok) return false;
    // Found late, it may have been there when something fell due.
    await useHeldMoney(this.sql, loan.loanId, this.today);
    await wakeLoan(this.sql, loan.loanId, this.keyOf(loan, row));
    return true;
  }

  /** A bank's reference may be unique within its day only. */
  private keyOf({ loanId }: BookedOn, { bankReference }: StatementRow): string {
    return `loan/${loanId}/transfer/${this.day.date}/${bankReference}`;
  }

  private async tell({ loanId, loanNo }: BookedOn, row: StatementRow, fault: unknown): Promise<void> {
    const { institutionId, date } = this.day;
    await openBreak(this.sql, {
      institutionId,
      kind: 'TRANSFER',
      reference: `${date}/${row.bankReference}`,
      amountFen: row.amountFen,
      detail: { loanId, loanNo, why: fault instanceof Error ? fault.message.slice(0, 300) : String(fault) },
    });
  }
}

function byEnterprise(loans: readonly StoredLoan[]): ReadonlyMap<string, readonly StoredLoan[]> {
  const found = new Map<string, StoredLoan[]>();
  for (const loan of loans) {
    const known = found.get(loan.enterprise);
    if (known === undefined) found.set(loan.enterprise, [loan]);
    else known.push(loan);
  }
  return found;
}

function certain({ confidence, loans }: Identified): StoredLoan | null {
  const [loan] = loans;
  return confidence === 'AUTO' && loan !== undefined ? (loan as StoredLoan) : null;
}

function suggested({ loanId, loanNo }: KnownLoan & { readonly loanId: string }): SuggestedLoan {
  return { loanId, loanNo };
}

/** Connection lost, deadlock, serialisation: the whole day is tried again. Anything else is this loan's own. */
function isTransient(fault: unknown): boolean {
  const code = (fault as { readonly code?: unknown }).code;
  if (typeof code !== 'string') return false;
  // ERR_… are Node's own, of this row: no line that is down.
  return /^(08|40|53|57|58|E(?!RR_))/.test(code);
}
