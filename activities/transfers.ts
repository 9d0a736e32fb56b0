import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReceiptReason } from '../contracts/differences';
import type { BusinessCalendar } from '../domain/calendar/businessCalendar';
import { businessDate, businessNowMs } from '../domain/calendar/clock';
import type { IsoDate } from '../domain/calendar/isoDate';
import { totalOf } from '../domain/loan/components';
import { enteredByHand } from '../domain/loan/manualReceipt';
import { fen } from '../domain/money/fen';
import {
  type Identified,
  identify,
  identityBook,
  type KnownEnterprise,
  type KnownLoan,
} from '../domain/reconciliation/identify';
import { accept, refuse } from '../domain/result';
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
import { type InTransit, readInTransit, readInTransitOf } from '../gateways/database/transit';
import type { ActivityDeps } from './deps';
import { stateOn, useHeldMoney } from './loanBooks';
import { clearTransit, tellDifference } from './transit';
import { unlessRefused } from './unlessRefused';

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
  const transit = await readInTransit(sql, institutionId);
  const desk = new TransferDesk(sql, day, today, await houseCalendar(sql), identities, transit);
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
    /** Money that was entered by hand and that no file has shown. */
    private readonly transit: readonly InTransit[],
  ) {
    this.book = identityBook(enterprises, loans);
    this.enterprises = new Map(enterprises.map((enterprise) => [enterprise.id, enterprise]));
    this.loansOf = byEnterprise(loans);
  }

  async take(
    row: StatementRow,
    told: Told & { readonly payerIndex: string | null },
  ): Promise<TransferOutcome> {
    if ((await this.provesAccount(row, told.payerIndex)) || (await this.clears(row)))
      return { as: 'BOOKED', row };
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
    const loans = sure.loans.map((known) => suggested(known as StoredLoan));
    const entered = this.perhapsEntered(row, loans);
    await this.tellDifference(row);
    return {
      as: 'UNIDENTIFIED',
      ...{ row, told },
      reason: entered.length === 0 ? kept : 'ENTERED_BY_HAND',
      suggestions: [
        ...entered,
        ...loans.filter(({ loanId }) => !entered.some((each) => each.loanId === loanId)),
      ],
    };
  }

  /** @returns why a person must look; null when it is on the loan */
  private async put(loan: StoredLoan, row: StatementRow): Promise<ReceiptReason | null> {
    const record = await readLoan(this.sql, loan.loanId);
    const known = record === null ? [] : enteredByHand(record.events);
    if (known.length > 0 && (await readInTransitOf(this.sql, loan.loanId)).length > 0)
      return 'ENTERED_BY_HAND';
    return await this.bookSafely(loan, row, known);
  }

  /** Money that was entered by hand under this reference of the bank. @returns whether it is that */
  private async clears({ bankReference, amountFen, sequence }: StatementRow): Promise<boolean> {
    const { institutionId, date } = this.day;
    const found = this.transit.find(
      (entry) =>
        entry.bankReference === bankReference &&
        entry.amountFen === amountFen &&
        entry.receivedOn <= date &&
        entry.changeId !== null,
    );
    if (found === undefined || found.changeId === null) return false;
    const entered = { ...found, changeId: found.changeId };
    // Another row of the day may have cleared it, or people have reversed it.
    const cleared = await unlessRefused<void, never>(this.sql, async () => {
      const movement = { institutionId, bankDate: date, sequence };
      await clearTransit(this.sql, entered, { movement, receiptId: null, on: date });
      return accept(undefined);
    });
    return cleared.ok;
  }

  /** What was entered under this reference of the bank is of another amount. */
  private async tellDifference({ bankReference, amountFen }: StatementRow): Promise<void> {
    const { institutionId, date } = this.day;
    const [entry, ...more] = this.transit.filter(
      (each) => each.bankReference === bankReference && each.receivedOn <= date,
    );
    if (entry !== undefined && more.length === 0 && entry.amountFen !== amountFen)
      await tellDifference(this.sql, institutionId, entry, { date, bankReference, amountFen });
  }

  /** Loans on which money was entered that this may be: by its reference, on a loan it may be for, or as much. */
  private perhapsEntered(
    { bankReference, amountFen }: StatementRow,
    loans: readonly SuggestedLoan[],
  ): readonly SuggestedLoan[] {
    const entered = this.transit.filter(
      (entry) =>
        entry.receivedOn <= this.day.date &&
        (entry.bankReference === bankReference ||
          loans.some(({ loanId }) => loanId === entry.loanId) ||
          (loans.length === 0 && entry.amountFen === amountFen)),
    );
    return [...new Map(entered.map(({ loanId, loanNo }) => [loanId, { loanId, loanNo }])).values()];
  }

  /** One fen from an account that is asked to be bound: it is proved, and the fen is the loan's. */
  private async provesAccount(row: StatementRow, payerIndex: string | null): Promise<boolean> {
    if (row.amountFen !== PROOF_FEN || payerIndex === null) return false;
    const waiting = await findAccountToProve(this.sql, { ...this.day, payerIndex });
    if (waiting === null || (await this.bookSafely(waiting, row, null)) !== null) return false;
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
    const claimedFen = Math.max(0, totalOf(state.claim) - state.suspenseFen);
    if (state.status === 'WRITTEN_OFF')
      return { status: state.status, dueFen: claimedFen, payoffFen: Math.max(quotedFen, claimedFen) };
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
   * @param entered what was entered on it by hand and seen; null: it is certainly other money
   * @returns why a person must look; null when it took it
   */
  private async bookSafely(
    loan: BookedOn,
    row: StatementRow,
    entered: readonly string[] | null,
  ): Promise<ReceiptReason | null> {
    await this.sql.query('SAVEPOINT transfer');
    try {
      const reason = await this.record(loan, row, entered);
      await this.sql.query('RELEASE SAVEPOINT transfer');
      return reason;
    } catch (fault) {
      await this.sql.query('ROLLBACK TO SAVEPOINT transfer');
      if (isTransient(fault)) throw fault;
      await this.tell(loan, row, fault);
      return 'LOAN_BROKEN';
    }
  }

  /** @returns why not, where the loan's books don't take it or something was entered by hand in this moment */
  private async record(
    loan: BookedOn,
    row: StatementRow,
    entered: readonly string[] | null,
  ): Promise<ReceiptReason | null> {
    const { date } = this.day;
    const judge = (_: unknown, { events }: Pick<LoanRecord, 'events'>) =>
      entered === null || enteredByHand(events).every((key) => entered.includes(key))
        ? null
        : refuse('ENTERED_BY_HAND').refusal;
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
      { judge },
    );
    if (!recorded.ok) return recorded.refusal.code === 'ENTERED_BY_HAND' ? 'ENTERED_BY_HAND' : 'LOAN_BROKEN';
    // Found late, it may have been there when something fell due.
    await useHeldMoney(this.sql, loan.loanId, this.today);
    await wakeLoan(this.sql, loan.loanId, this.keyOf(loan, row));
    return null;
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
