import { setTimeout as sleep } from 'node:timers/promises';
import { instantOf } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';
import { publishedCalendar } from '../../domain/calendar/published';
import { collectionDateOf } from '../../domain/collection/collectionPlan';
import type { Variables } from '../platform/environment';
import type { Behaviour } from './bankFaults';
import { PARTS } from './draw';
import { type Life, until } from './life';
import type { LifePlan, Manner } from './lifePlan';
import { repay } from './manners';
import type { Venue } from './venue';

/** A few loans and what exactly is done to them: the smallest run that shows whether one rule is kept. */
export interface Cell {
  readonly what: string;
  readonly speed: number;
  /** Settings that differ from those of a run by chance. */
  readonly settings?: Variables;
  readonly lives: readonly LifePlan[];
  /** Where the queue of messages is; a Redis of its own where one is installed, when left out. */
  readonly queue?: 'POSTGRES';
  /** Kinds of tasks that people decide wrongly. */
  readonly mistakenAbout?: readonly string[];
  /** The lenders have a price list. */
  readonly hasPrices?: boolean;
  /** Happens beside the lives, from their birth on; a throw is a violation. */
  readonly act: (venue: Venue, lives: readonly [Life, ...Life[]]) => Promise<void>;
}

const FAST = 175_000;
const SLOW = 20_000;
const BETWEEN_KILLS_MS = 4_000;
/** Parts need some seconds to come back and to do something. */
const BETWEEN_POWER_CUTS_MS = 12_000;
/** Of the day's three debits. */
const FIRST_DEBIT_AT = '09:00';

function loan(manner: Manner, changes: Partial<LifePlan> = {}): LifePlan {
  const usual = { institutionCode: 'JIANGNAN', method: 'EQUAL_INSTALMENT', termMonths: 3 } as const;
  return { ...usual, amountFen: 30_000_000, manner, ...changes };
}

/** The bank does these things to the next orders of a borrower. */
async function plan(
  { stage }: Venue,
  { account }: Life,
  kind: 'PAYOUT' | 'COLLECT' | undefined,
  ...behaviours: Behaviour[]
): Promise<void> {
  await stage.bank.plan({ match: { account, ...(kind === undefined ? {} : { kind }) }, behaviours });
}

/** The cells by name. */
export const CELLS: Readonly<Record<string, Cell>> = {
  'late-payout': {
    what: 'the bank pays out 30 seconds after it was asked, and answers 404 meanwhile',
    speed: SLOW,
    // Sooner than the bank pays out: only a closed key keeps a new order from paying twice.
    settings: { BANK_NOT_FOUND_FLOOR_MINUTES: '0.2' },
    lives: [loan('SETTLES')],
    act: payOutLate,
  },
  'late-payout-never-closed': {
    what: 'the same of a bank that can not close a key',
    speed: SLOW,
    settings: { BANK_NOT_FOUND_FLOOR_MINUTES: '1' },
    lives: [loan('SETTLES')],
    act: async (venue, lives) => {
      const behaviours = [{ kind: 'NOT_SUPPORTED', times: 1_000 }];
      await venue.stage.bank.plan({ match: { on: 'CLOSE' }, behaviours });
      await payOutLate(venue, lives);
    },
  },
  'lost-answers': {
    what: 'answers of the bank get lost, before and after it has moved the money',
    speed: FAST,
    lives: [loan('AGREED')],
    act: (venue, [life]) =>
      plan(
        venue,
        life,
        undefined,
        { kind: 'HTTP_500', booked: true, notice: 'NONE' },
        { kind: 'NOT_REACHED' },
        { kind: 'HTTP_500', booked: true, notice: 'NONE' },
        { kind: 'TAKEN_NO_ANSWER', concealedInquiries: 2 },
      ),
  },
  'told-twice': {
    what: 'every notice of the bank comes twice',
    speed: FAST,
    lives: [loan('AGREED')],
    act: (venue, [life]) => plan(venue, life, undefined, { kind: 'NORMAL', notice: 'TWICE', times: 20 }),
  },
  'repaid-over-midnight': {
    what: 'the borrower repays while the machine is late with the debit of a day before',
    speed: FAST,
    lives: [loan('AGREED'), loan('AGREED')],
    act: async (venue, lives) => {
      await Promise.all(lives.map((life) => repayBesideDebit(venue, life)));
    },
  },
  overpaid: {
    what: 'the borrower transfers more than is ever owed',
    speed: FAST,
    lives: [loan('AGREED')],
    act: async (_venue, [life]) => {
      await untilLent(life);
      await life.transfer(40_000_000);
    },
  },
  'paid-twice': {
    what: 'the borrower transfers what the debit on its way at the bank takes too',
    speed: FAST,
    lives: [loan('AGREED', { method: 'BULLET', termMonths: 2 })],
    act: async (venue, [life]) => {
      await plan(venue, life, 'COLLECT', { kind: 'SLOW', delayMs: 15_000, booked: false });
      const loanId = await untilLent(life);
      await until('the debit', 240_000, async () => {
        const sent = await venue.read(`SELECT FROM payment WHERE key = $1`, [
          `loan/${loanId}/instalment/1/collect/1`,
        ]);
        return sent.length > 0 ? true : undefined;
      });
      const due = (await life.borrower?.loan(loanId))?.schedule[0];
      await life.transfer(due?.remainingFen ?? 0);
    },
  },
  'late-debit': {
    what: 'the first debits become known only when their days are closed',
    speed: FAST,
    lives: [loan('AGREED')],
    act: (venue, [life]) =>
      plan(venue, life, 'COLLECT', { kind: 'SLOW', delayMs: 30_000, booked: true, notice: 'NONE', times: 2 }),
  },
  'booked-later': {
    what: 'the bank books everything on the day after it was ordered for',
    speed: FAST,
    lives: [loan('AGREED')],
    act: (venue, [life]) => plan(venue, life, undefined, { kind: 'NORMAL', bookedDaysLater: 1, times: 20 }),
  },
  'paid-when-closed': {
    what: 'money comes for a loan that is closed',
    speed: FAST,
    lives: [loan('SETTLES')],
    act: async (_venue, [life]) => {
      await untilClosed(life);
      await life.transfer(123_456);
    },
  },
  'paid-late-when-closed': {
    what: 'the file with a transfer comes when its loan is closed',
    speed: FAST,
    lives: [loan('SETTLES')],
    act: async (venue, [life]) => {
      await breakFile(venue, life);
      const loanId = await untilLent(life);
      const startDate = (await life.borrower?.loan(loanId))?.startDate ?? '';
      await life.transfer(123_456, startDate);
      await untilClosed(life);
      await venue.stage.bank.forgetPlans();
    },
  },
  'people-are-wrong': {
    what: 'the bank says "processing" for minutes, has no files, and people hold the payout for failed',
    speed: SLOW,
    lives: [loan('SETTLES')],
    mistakenAbout: ['RESOLVE_PAYMENT'],
    act: async (venue, [life]) => {
      await breakFile(venue, life);
      const behaviour = { kind: 'TAKEN_NO_ANSWER', concealedInquiries: 40 } as const;
      await plan(venue, life, 'PAYOUT', behaviour);
      await until('people to be asked', 240_000, async () => {
        const asked = await venue.read("SELECT FROM human_task WHERE kind = 'RESOLVE_PAYMENT'");
        return asked.length > 0 ? true : undefined;
      });
      await venue.stage.bank.forgetPlans();
    },
  },
  'all-killed': {
    what: 'every part is killed twice',
    speed: FAST,
    lives: [loan('AGREED'), loan('REPAYS')],
    act: async ({ hasQueue, machine }) => {
      for (const part of [...PARTS, ...PARTS].filter((name) => name !== 'queue' || hasQueue)) {
        await sleep(BETWEEN_KILLS_MS);
        machine.kill(part);
      }
    },
  },
  'power-cut': {
    what: 'the machine loses its power three times, with the queue in PostgreSQL',
    speed: FAST,
    queue: 'POSTGRES',
    lives: [loan('AGREED'), loan('REPAYS')],
    act: async ({ machine }) => {
      for (let times = 0; times < 3; times += 1) {
        await sleep(BETWEEN_POWER_CUTS_MS);
        machine.killAll();
      }
    },
  },
  promises: {
    what: 'one borrower keeps its promise to pay, another one breaks it',
    speed: FAST,
    lives: [loan('LATE'), loan('PARTIAL')],
    act: async () => undefined,
  },
  'written-off': {
    what: 'a loan is written off, and recovered to the last fen',
    speed: FAST,
    lives: [loan('HOPELESS')],
    act: async () => undefined,
  },
  changed: {
    what: 'loans are extended, rescheduled, settled by a quote',
    speed: FAST,
    lives: [loan('EXTENDS'), loan('RESCHEDULES'), loan('GENEROUS')],
    act: async () => undefined,
  },
  disputed: {
    what: 'charges are made month by month, and one is disputed',
    speed: FAST,
    hasPrices: true,
    lives: [loan('DISPUTES'), loan('AGREED', { institutionCode: 'BEICHEN', termMonths: 6 })],
    act: async () => undefined,
  },
  'one-file-broken': {
    what: 'one institution has no statement file, and the days of the other go on',
    speed: FAST,
    lives: [loan('SETTLES'), loan('SETTLES', { institutionCode: 'BEICHEN', termMonths: 6 })],
    act: async (venue, [broken, sound]) => {
      await breakFile(venue, broken);
      if (sound !== undefined) await untilReconciled(venue, sound);
      await venue.stage.bank.forgetPlans();
    },
  },
};

export type CellName = keyof typeof CELLS;

/** Cells that one platform can serve have the same place. */
export function placeOf({ hasPrices = false, mistakenAbout, queue, settings, speed }: Cell): string {
  return JSON.stringify([speed, settings ?? {}, queue ?? null, mistakenAbout ?? [], hasPrices]);
}

async function payOutLate(venue: Venue, [life]: readonly [Life, ...Life[]]): Promise<void> {
  await plan(venue, life, 'PAYOUT', { kind: 'SLOW', delayMs: 30_000, booked: false });
}

function untilLent(life: Life): Promise<string> {
  return until('the loan to be paid out', 240_000, async () => life.loanId);
}

async function untilClosed(life: Life): Promise<void> {
  await until('the loan to be closed', 400_000, async () => (life.isClosed ? true : undefined));
}

/** Freezes the worker over the due day, so that the repayment and the late debit meet it together. */
async function repayBesideDebit(venue: Venue, life: Life): Promise<void> {
  const loanId = await untilLent(life);
  const { borrower } = life;
  if (borrower === undefined) return;
  const [first] = (await borrower.loan(loanId)).schedule;
  const collectionDate = collectionDateOf(isoDate(first?.dueDate ?? ''), publishedCalendar());
  const dueAtMs = instantOf(collectionDate, FIRST_DEBIT_AT);
  const { businessTime } = await venue.stage.platform.call('getHealth');
  const realMsAhead = (dueAtMs - Date.parse(businessTime ?? '')) / venue.speed;
  await sleep(Math.max(0, realMsAhead - 300));
  const frozen = venue.machine.freeze('worker', 3_000);
  await sleep(1_500);
  await repay(borrower, loanId, first?.remainingFen ?? 0);
  await frozen;
}

async function breakFile({ stage }: Venue, { institution }: Life): Promise<void> {
  const match = { on: 'STATEMENT', account: institution.bankAccountNo } as const;
  await stage.bank.plan({ match, behaviours: [{ kind: 'HTTP_500', times: 100_000 }] });
}

/** A day on which its loan lived is reconciled. */
async function untilReconciled({ read }: Venue, life: Life): Promise<void> {
  const loanId = await untilLent(life);
  await until(`${life.plan.institutionCode} to be reconciled`, 180_000, async () => {
    const days = await read(
      `SELECT FROM day_close d JOIN loan l ON l.institution_id = d.institution_id AND d.business_date >= l.start_date
         WHERE d.step = 'RECONCILIATION' AND l.id = $1`,
      [loanId],
    );
    return days.length > 0 ? true : undefined;
  });
}
