import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { type EntryDraft, memo } from '../../../domain/ledger/draft';
import { applyEvent } from '../../../domain/loan/apply';
import { booksOf, claimedInterest } from '../../../domain/loan/books';
import { NOTHING, sumOf } from '../../../domain/loan/components';
import type { LoanEventBody } from '../../../domain/loan/events';
import { duesAt } from '../../../domain/loan/lines';
import { type InstalmentLine, type LoanPosition, openPosition } from '../../../domain/loan/position';
import type { WaterfallPreset } from '../../../domain/loan/terms';
import { refusalOf } from '../../../domain/loan/validate';
import { type Fen, fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { splitVat } from '../../../domain/money/vat';
import { classify } from '../../../domain/overdue/classification';
import { compare, type Difference, type OracleAdapter } from '../adapter';
import { eventOf, TERMS } from '../support/loanTerms';

const DAY = isoDate('2026-06-30');
const VAT = rate('0.06');

const ids = (dueDate: IsoDate): IsoDate => dueDate;

/** What a loan took, or why not. */
type Step =
  | { readonly refusal: string }
  | { readonly entries: readonly unknown[]; readonly after: LoanPosition };

/** Asks the loan's rules and its fold, as recording an event does. */
function tried(position: LoanPosition, body: LoanEventBody, words: Readonly<Record<string, string>>): Step {
  const event = eventOf(body, DAY);
  const refusal = refusalOf(position, event);
  if (refusal !== null) return { refusal: words[refusal.code] ?? refusal.code };
  const applied = applyEvent(position, event, ids);
  if (!applied.ok) return { refusal: words[applied.refusal.code] ?? applied.refusal.code };
  return { entries: applied.value.drafts.map(entryOf), after: applied.value.position };
}

function entryOf({ event, postings, offBalance }: EntryDraft) {
  const lines = postings.map(({ account, debitFen, creditFen }) => ({
    account,
    debit: debitFen,
    credit: creditFen,
  }));
  const moved = offBalance.map(({ account, direction, amountFen }) => ({
    account,
    direction,
    amount: amountFen,
  }));
  return { event, lines: inOrder(lines), offBalance: moved };
}

/** The order of lines means nothing. */
function inOrder<Line extends { readonly account: string }>(lines: readonly Line[]): readonly Line[] {
  return [...lines].sort((left, right) => (left.account < right.account ? -1 : 1));
}

interface ExpectedStep {
  readonly entries?: readonly { readonly lines: readonly { readonly account: string }[] }[];
}

function expectedSteps(steps: readonly ExpectedStep[]): readonly unknown[] {
  return steps.map(({ entries, ...step }) =>
    entries === undefined
      ? step
      : { ...step, entries: entries.map((entry) => ({ ...entry, lines: inOrder(entry.lines) })) },
  );
}

// ── nonAccrual ───────────────────────────────────────────────────────────────────────────────────────────────

/** What the block keeps of a loan: it knows no due dates, only what is owed, and of an accruing one what is overdue. */
interface Pot {
  readonly accrual: 'ACCRUAL' | 'NON_ACCRUAL';
  /** Due: all of it, or the part that the case says; the rest falls due later. */
  readonly dueFen: Fen;
  readonly laterFen: Fen;
  readonly dueInterestFen: Fen;
  readonly laterInterestFen: Fen;
  readonly penaltyFen: Fen;
  readonly compoundFen: Fen;
  readonly feeFen: Fen;
}

/** A loan of which as much is owed: one instalment that is due, and one that runs. */
function loanOf(pot: Pot, preset: WaterfallPreset): LoanPosition {
  const { accrual, dueInterestFen, laterInterestFen, penaltyFen, compoundFen, feeFen } = pot;
  const isAccruing = accrual === 'ACCRUAL';
  const due: InstalmentLine = {
    ...lineOf(1, DAY, pot.dueFen, dueInterestFen),
    feeFen,
    // Penalty that is there on the day without a history of days: as if less than nothing had been waived.
    waived: { ...NOTHING, penaltyFen: fen(-penaltyFen), compoundFen: fen(-compoundFen) },
    isOverdueInBooks: isAccruing,
    bookedInterestFen: isAccruing ? dueInterestFen : fen(0),
  };
  const running: InstalmentLine = {
    ...lineOf(2, addDays(DAY, 30), pot.laterFen, laterInterestFen),
    bookedInterestFen: isAccruing ? laterInterestFen : fen(0),
    deferredVatFen: isAccruing ? splitVat(laterInterestFen, VAT).vatFen : fen(0),
  };
  const open = openPosition({ ...TERMS, waterfalls: { ...TERMS.waterfalls, nonAccrual: preset } });
  return {
    ...open,
    phase: 'ACTIVE',
    accrual,
    lines: [due, running],
    accruedThrough: DAY,
    offBalanceInterestFen: isAccruing ? fen(0) : fen(dueInterestFen + laterInterestFen),
  };
}

/** At 100 % a year of 360 days earns its opening balance: so much interest by the day, whatever the principal. */
function lineOf(number: number, dueDate: IsoDate, principalFen: Fen, interestFen: Fen): InstalmentLine {
  const isDue = dueDate <= DAY;
  const fromDate = addDays(DAY, -360);
  return {
    row: {
      number,
      dueDate,
      days: 360,
      segments: [{ fromDate, interestDays: 390, annualRate: rate('1') }],
      openingFen: interestFen,
      principalFen,
      interestFen: isDue ? interestFen : fen(interestFen * 2),
      paymentFen: fen(principalFen + interestFen),
      balanceFen: fen(0),
    },
    collectionDate: dueDate,
    feeFen: fen(0),
    paid: NOTHING,
    waived: NOTHING,
    movedPrincipalFen: fen(0),
    reductions: [],
    bookedInterestFen: fen(0),
    deferredVatFen: fen(0),
    isOverdueInBooks: false,
  };
}

interface NonAccrualCommand {
  readonly type: 'ENTER' | 'RECEIPT' | 'KEEP' | 'ADD_DUES' | 'RESUME';
  readonly daysPastDue?: number;
  readonly amountFen?: number;
  readonly penaltyFen?: number;
  readonly compoundFen?: number;
  readonly feeFen?: number;
  readonly accruedNotDueFen?: number;
  readonly principalDueFen?: number;
}

interface NonAccrualCase {
  readonly id: string;
  readonly input: {
    readonly state: {
      readonly principalNormalFen: number;
      readonly principalOverdueFen: number;
      readonly interestDueFen: number;
      readonly interestNotDueFen: number;
    };
    readonly preset: WaterfallPreset;
    readonly commands: readonly NonAccrualCommand[];
  };
  readonly expect: { readonly steps: readonly ExpectedStep[] };
}

const WORDS = {
  LOAN_WRITTEN_OFF: 'ALREADY_WRITTEN_OFF',
  LOAN_NOT_WRITTEN_OFF: 'NOT_WRITTEN_OFF',
  NOT_NON_ACCRUAL: 'ACCRUING',
  AMOUNT_DUE_FIRST: 'STILL_DUE',
} as const;

/** An impaired loan: all principal and what stands on OB.01, due as far as the command says. */
function impaired(pot: Pot, due: { readonly principalFen: number; readonly notDueInterestFen: number }): Pot {
  const principalFen = pot.dueFen + pot.laterFen;
  const interestFen = pot.dueInterestFen + pot.laterInterestFen;
  return {
    ...pot,
    dueFen: fen(due.principalFen),
    laterFen: fen(principalFen - due.principalFen),
    // On OB.01 stands all interest of a loan: what the command's word for it differs by is still to be paid.
    dueInterestFen: fen(Math.abs(interestFen - due.notDueInterestFen)),
    laterInterestFen: fen(Math.min(interestFen, due.notDueInterestFen)),
  };
}

/** What is left of it in the loan that took a command. */
function potOf(position: LoanPosition): Pot {
  const { principalNormalFen, principalOverdueFen, principalNonAccrualFen, ...books } = booksOf(position);
  const { penaltyFen, compoundFen, feeFen } = sumOf(duesAt(position, DAY));
  const isAccruing = position.accrual === 'ACCRUAL';
  return {
    accrual: position.accrual,
    dueFen: isAccruing ? principalOverdueFen : principalNonAccrualFen,
    laterFen: principalNormalFen,
    dueInterestFen: isAccruing ? fen(0) : books.offBalanceInterestFen,
    laterInterestFen: isAccruing ? books.interestReceivableFen : fen(0),
    ...{ penaltyFen, compoundFen, feeFen },
  };
}

function commanded(
  pot: Pot,
  preset: WaterfallPreset,
  command: NonAccrualCommand,
): { readonly pot: Pot; readonly step: object } {
  const done = (step: Step) =>
    'refusal' in step
      ? { pot, step: { refusal: step.refusal } }
      : { pot: potOf(step.after), step: { entries: step.entries } };
  const { amountFen = 0, accruedNotDueFen = 0, principalDueFen = 0, daysPastDue = 0 } = command;
  const isAccruing = pot.accrual === 'ACCRUAL';
  switch (command.type) {
    case 'ENTER':
      if (classify({ daysPastDue }).accrues) return done({ refusal: 'DPD_NOT_ABOVE_90' });
      return done(tried(loanOf(pot, preset), { kind: 'NON_ACCRUAL_ENTERED' }, WORDS));
    case 'ADD_DUES': {
      const { penaltyFen = 0, compoundFen = 0, feeFen = 0 } = command;
      const after = {
        ...pot,
        penaltyFen: fen(pot.penaltyFen + penaltyFen),
        compoundFen: fen(pot.compoundFen + compoundFen),
        feeFen: fen(pot.feeFen + feeFen),
      };
      return { pot: after, step: { entries: [] } };
    }
    case 'RECEIPT': {
      if (isAccruing) return done({ refusal: 'ACCRUING' });
      // The block pays principal and interest whether their day has come or not: as of a loan that was called in.
      const all = impaired(pot, { principalFen: pot.dueFen + pot.laterFen, notDueInterestFen: 0 });
      const money = { kind: 'RECEIVED', amountFen: fen(amountFen), into: 'BANK' } as const;
      return done(tried(loanOf(all, preset), money, WORDS));
    }
    case 'KEEP': {
      if (isAccruing) return done({ refusal: 'ACCRUING' });
      const after = { ...pot, dueInterestFen: fen(pot.dueInterestFen + amountFen) };
      const [before, now] = [pot, after].map((of) => claimedInterest(loanOf(of, preset), DAY));
      // What the fold hangs on its next entry.
      const { account, direction, amountFen: kept } = memo('OB.01', 'IN', fen((now ?? 0) - (before ?? 0)));
      const offBalance = [{ account, direction, amount: kept }];
      return { pot: after, step: { entries: [{ event: 'INTEREST_KEPT', lines: [], offBalance }] } };
    }
    case 'RESUME': {
      const due = { principalFen: principalDueFen, notDueInterestFen: accruedNotDueFen };
      const loan = isAccruing ? loanOf(pot, preset) : loanOf(impaired(pot, due), preset);
      return done(tried(loan, { kind: 'ACCRUAL_RESUMED' }, WORDS));
    }
  }
}

function checkNonAccrual({ id, input, expect }: NonAccrualCase): readonly Difference[] {
  const { state, preset, commands } = input;
  let pot: Pot = {
    accrual: 'ACCRUAL',
    dueFen: fen(state.principalOverdueFen),
    laterFen: fen(state.principalNormalFen),
    dueInterestFen: fen(state.interestDueFen),
    laterInterestFen: fen(state.interestNotDueFen),
    penaltyFen: fen(0),
    compoundFen: fen(0),
    feeFen: fen(0),
  };
  const steps = commands.map((command) => {
    const taken = commanded(pot, preset, command);
    pot = taken.pot;
    const { principalNonAccrualFen, offBalanceInterestFen } = booksOf(loanOf(pot, preset));
    return { ...taken.step, principalFen: principalNonAccrualFen, memoFen: offBalanceInterestFen };
  });
  return compare(id, expectedSteps(expect.steps), steps);
}

// ── writeOff ─────────────────────────────────────────────────────────────────────────────────────────────────

interface WriteOffCommand {
  readonly type: 'WRITE_OFF' | 'RECOVER' | 'PROVISION';
  readonly approved?: boolean;
  readonly amountFen?: number;
  readonly targetFen?: number;
}

interface WriteOffCase {
  readonly id: string;
  readonly input: {
    readonly state: {
      readonly principalFen: number;
      readonly allowanceFen: number;
      readonly memoInterestFen: number;
      readonly accrual: 'ACCRUAL' | 'NON_ACCRUAL';
    };
    readonly commands: readonly WriteOffCommand[];
  };
  readonly expect: { readonly steps: readonly ExpectedStep[] };
}

/** Approval is the door's: it is asked for once the loan itself is one to write off (api/loanChanges). */
function writtenOff(position: LoanPosition, isApproved: boolean): Step {
  const step = tried(position, { kind: 'WRITTEN_OFF' }, WORDS);
  const isNone = 'refusal' in step && ['ALREADY_WRITTEN_OFF', 'ACCRUING'].includes(step.refusal);
  return isNone || isApproved ? step : { refusal: 'NOT_APPROVED' };
}

function carriedOut(position: LoanPosition, { type, approved, amountFen, targetFen }: WriteOffCommand): Step {
  switch (type) {
    case 'WRITE_OFF':
      return writtenOff(position, approved === true);
    case 'RECOVER':
      return tried(position, { kind: 'RECOVERED', amountFen: fen(amountFen ?? 0), into: 'BANK' }, WORDS);
    case 'PROVISION':
      return tried(position, { kind: 'PROVISIONED', targetFen: fen(targetFen ?? 0) }, WORDS);
  }
}

function checkWriteOff({ id, input, expect }: WriteOffCase): readonly Difference[] {
  const { principalFen, allowanceFen, memoInterestFen, accrual } = input.state;
  const owed = { dueFen: fen(principalFen), dueInterestFen: fen(memoInterestFen) };
  const nothing = { laterFen: fen(0), laterInterestFen: fen(0), penaltyFen: fen(0), compoundFen: fen(0) };
  let position: LoanPosition = {
    ...loanOf({ accrual, ...owed, ...nothing, feeFen: fen(0) }, 'NON_ACCRUAL'),
    allowanceFen: fen(allowanceFen),
  };
  const steps = input.commands.map((command) => {
    const step = carriedOut(position, command);
    if (!('refusal' in step)) position = step.after;
    const books = booksOf(position);
    return {
      ...('refusal' in step ? step : { entries: step.entries }),
      allowanceFen: books.allowanceFen,
      writtenOffFen: books.writtenOffPrincipalFen,
      memoInterestFen: accrual === 'ACCRUAL' ? memoInterestFen : books.offBalanceInterestFen,
    };
  });
  return compare(id, expectedSteps(expect.steps), steps);
}

export const adapter: OracleAdapter = {
  file: 'servicing.json',
  blocks: {
    nonAccrual: checkNonAccrual,
    writeOff: checkWriteOff,
  },
};
