import type { Books } from '../../../dev/faults/books';
import { brokenForGood, invariantsOf, type Lived } from '../../../dev/faults/invariants';
import type { Proof } from '../../../dev/faults/proof';

const LOAN = 'a1';
const DAY = '2026-03-02';
/** Real time. */
const SOON = '2026-03-02 10:00:00.100+00';
const LATER = '2026-03-02 10:00:05.000+00';
const PAYOUT = `loan/${LOAN}/disburse`;
const DEBIT = `loan/${LOAN}/instalment/1/collect/1`;

function movement(key: string, direction: 'DEBIT' | 'CREDIT', amountFen: number) {
  return { key, direction, amountFen, valueDate: DAY, bankReference: key, balanceAfterFen: 0 };
}

/** One loan of 100 that was paid out, repaid with 101 and closed. */
const SOUND: Books = {
  loans: [
    {
      id: LOAN,
      status: 'CLOSED',
      principalFen: 100,
      agreedFen: 100,
      outstandingFen: 0,
      suspenseFen: 0,
      startDate: DAY,
    },
  ],
  orders: [
    {
      key: PAYOUT,
      purpose: 'DISBURSEMENT',
      status: 'SUCCEEDED',
      amountFen: 100,
      bankReference: PAYOUT,
      bankDate: DAY,
    },
    {
      key: DEBIT,
      purpose: 'COLLECTION',
      status: 'SUCCEEDED',
      amountFen: 101,
      bankReference: DEBIT,
      bankDate: DAY,
    },
  ],
  charges: [
    {
      id: 'f1',
      status: 'COLLECTED',
      priceFen: 5,
      agreedFen: 5,
      pointsUsed: 0,
      collectedFen: 5,
      heldFen: 0,
      waivedFen: 0,
      refundedFen: 0,
      takenFen: 5,
      givenBackFen: 0,
    },
  ],
  strayLadders: [],
  rungs: [
    { loanId: LOAN, episode: 1, day: 1, reachedOn: '2026-04-03' },
    { loanId: LOAN, episode: 1, day: 3, reachedOn: '2026-04-05' },
  ],
  contacts: [
    {
      loanId: LOAN,
      enterpriseId: 'e1',
      what: 'NOTIFY_OVERDUE',
      at: '2026-04-03 09:00:00+08',
      writtenAt: SOON,
    },
    { loanId: LOAN, enterpriseId: 'e1', what: 'PHONE', at: '2026-04-05 13:59:00+00', writtenAt: SOON },
  ],
  promises: [
    { loanId: LOAN, madeAt: '2026-04-03 10:00:00+08', endedAt: '2026-04-05 10:00:00+08', writtenAt: SOON },
  ],
  days: [{ account: '101', day: DAY, ledgerFen: -100, bankFen: -100 }],
  unbalancedDays: [],
  entries: [
    { businessKey: `${PAYOUT}/DISBURSE`, loanId: LOAN, bankFen: -100, suspenseFen: 0 },
    { businessKey: `${DEBIT}/RECEIVE`, loanId: LOAN, bankFen: 101, suspenseFen: 0 },
  ],
  movements: [movement(PAYOUT, 'DEBIT', 100), movement(DEBIT, 'CREDIT', 101)],
  balances: [{ code: 'JIANGNAN', ledgerFen: 1, bankFen: 1 }],
  breaks: [],
  strayItems: [],
  openTasks: [],
  refusedTransfers: [],
  waitingNotices: [],
  unsentMessages: [],
  atBank: { noticesOwed: 0, underWay: 0 },
  failedChecks: [],
  failedProcesses: [],
  openDays: [],
};
const LIVED: readonly Lived[] = [{ applicationId: LOAN, isTransferredTo: false, trouble: undefined }];

const PROVED: Proof = { apart: [], drifts: [], lostMails: [], misallocated: [], wrongCharges: [] };

function brokenIn(changes: Partial<Books>, lived = LIVED): string[] {
  const invariants = invariantsOf({ ...SOUND, ...changes }, lived, PROVED);
  return invariants.filter(({ holds }) => !holds).map(({ name }) => name);
}

const [loan] = SOUND.loans;
const [payout, debit] = SOUND.orders;
const [charge] = SOUND.charges;
const [contact] = SOUND.contacts;
const CHARGED = 'every charge is what the offer showed at most, was paid once, and came to its end';

describe('the invariants of the bench', () => {
  it('hold of a loan whose books agree', () => {
    expect(brokenIn({})).toEqual([]);
    expect(brokenForGood(SOUND, LIVED)).toEqual([]);
  });

  it.each<[string, Partial<Books>, string]>([
    [
      'a second payout under another key',
      { movements: [...SOUND.movements, movement(`${PAYOUT}/2`, 'DEBIT', 100)] },
      'each loan was paid out once, and what was agreed',
    ],
    [
      'a payout of another amount',
      { movements: [movement(PAYOUT, 'DEBIT', 99), movement(DEBIT, 'CREDIT', 101)] },
      'each loan was paid out once, and what was agreed',
    ],
    ['a payout without a loan', { loans: [] }, 'each loan was paid out once, and what was agreed'],
    [
      'an order that the bank carried out and we hold for failed',
      { orders: [payout, { ...debit, status: 'FAILED' }] as Books['orders'] },
      'the bank moved what we hold for moved',
    ],
    [
      'an order that we hold for carried out and the bank does not have',
      { movements: [movement(PAYOUT, 'DEBIT', 100)] },
      'the bank moved what we hold for moved',
    ],
    [
      'an order under another reference than the bank has',
      { orders: [payout, { ...debit, bankReference: 'FORGED' }] as Books['orders'] },
      'the bank moved what we hold for moved',
    ],
    [
      'an order on another day than the bank has',
      { orders: [payout, { ...debit, bankDate: '2026-03-03' }] as Books['orders'] },
      'the bank moved what we hold for moved',
    ],
    [
      'a loan that bears interest before it was paid out',
      { loans: [{ ...loan, startDate: '2026-03-01' }] as Books['loans'] },
      'a loan counts from the day on which the bank paid it out',
    ],
    [
      'an order that succeeded and is booked nowhere',
      { entries: SOUND.entries.slice(0, 1) },
      'every order that succeeded is booked',
    ],
    [
      'an order in between',
      { orders: [payout, debit, { ...debit, key: 'x', status: 'UNKNOWN' }] as Books['orders'] },
      'no order is left in between',
    ],
    [
      'a charge that was taken twice',
      { charges: [{ ...charge, takenFen: 10 }] as Books['charges'] },
      CHARGED,
    ],
    [
      'a charge above what the offer showed',
      { charges: [{ ...charge, agreedFen: 4 }] as Books['charges'] },
      CHARGED,
    ],
    [
      'a charge that is still owed',
      { charges: [{ ...charge, status: 'INVOICED' }] as Books['charges'] },
      CHARGED,
    ],
    ['a refund that no bank made', { charges: [{ ...charge, refundedFen: 1 }] as Books['charges'] }, CHARGED],
    [
      'a ladder beside a closed loan',
      { strayLadders: [`${LOAN}/1`] },
      'each rung came after the lower ones, and no ladder outlives its loan',
    ],
    [
      'a rung that was skipped',
      { rungs: SOUND.rungs.slice(1) },
      'each rung was reached once, in order, and none was skipped',
    ],
    [
      'a rung that was reached twice',
      { rungs: [...SOUND.rungs.slice(0, 1), ...SOUND.rungs] },
      'each rung was reached once, in order, and none was skipped',
    ],
    [
      'a letter at six in the morning',
      { contacts: [{ ...contact, at: '2026-04-03 06:00:00+08' }] as Books['contacts'] },
      'nobody was disturbed by night, or more often than a day allows',
    ],
    [
      'a call at ten in the evening',
      { contacts: [{ ...contact, at: '2026-04-03 14:00:00+00' }] as Books['contacts'] },
      'nobody was disturbed by night, or more often than a day allows',
    ],
    [
      'four calls in a day',
      {
        contacts: [1, 2, 3, 4].map((hour) => ({
          ...contact,
          what: 'PHONE',
          at: `2026-04-02 0${hour}:00:00+00`,
        })) as Books['contacts'],
      },
      'nobody was disturbed by night, or more often than a day allows',
    ],
    [
      'a call while a promise is open',
      {
        contacts: [
          { ...contact, what: 'PHONE', at: '2026-04-04 10:00:00+08', writtenAt: LATER },
        ] as Books['contacts'],
      },
      'no open promise was escalated',
    ],
    [
      'a day on which the ledger had something else than the bank',
      { days: [{ account: '101', day: DAY, ledgerFen: -100, bankFen: 1 }] },
      'the books balance every day, and with the bank',
    ],
    [
      'a day whose debits are not its credits',
      { unbalancedDays: [`JIANGNAN ${DAY}`] },
      'the books balance every day, and with the bank',
    ],
    [
      'a debit of more than was due',
      {
        entries: [
          ...SOUND.entries,
          { businessKey: `${DEBIT}/RESTATEMENT`, loanId: LOAN, bankFen: 0, suspenseFen: -5 },
        ],
      },
      'no debit took more than was owed',
    ],
    [
      'an entry without a movement',
      { entries: [...SOUND.entries, { businessKey: 'x', loanId: LOAN, bankFen: 5, suspenseFen: 0 }] },
      'the ledger has of each loan what the bank has',
    ],
    [
      'a loan that is open',
      { loans: [{ ...loan, status: 'REPAYING' }] as Books['loans'] },
      'every loan is closed, owes nothing and holds nothing',
    ],
    [
      'money held on a closed loan',
      { loans: [{ ...loan, suspenseFen: 7 }] as Books['loans'] },
      'every loan is closed, owes nothing and holds nothing',
    ],
    [
      'a bank that has another balance',
      { balances: [{ code: 'JIANGNAN', ledgerFen: 1, bankFen: 2 }] },
      "account 1002 is the bank's balance",
    ],
    [
      'a break that nobody looks at',
      { breaks: [{ id: 'b', kind: 'LONG', reference: 'x', tasks: 0 }] },
      'no break is without a task',
    ],
    ['an item that is no break', { strayItems: ['LONG x'] }, 'no break is without a task'],
    ['an open task', { openTasks: ['RESOLVE_PAYMENT x'] }, 'no task is left'],
    [
      'a transfer that was refused',
      { refusedTransfers: ['2026-03-02/B1: a fen short'] },
      'loans take every transfer that is certainly for them',
    ],
    ['a notice that waits', { waitingNotices: ['n'] }, 'every notice has reached us and was handled'],
    [
      'a notice that is owed',
      { atBank: { noticesOwed: 1, underWay: 0 } },
      'every notice has reached us and was handled',
    ],
    ['a message that waits', { unsentMessages: ['ACTIVATION x WAITING'] }, 'every message was sent'],
    ['an open day', { openDays: ['JIANGNAN END_OF_DAY'] }, 'the days are closed'],
    ['a check that fails', { failedChecks: ['JIANGNAN x'] }, 'ledger, loans and payments agree'],
    ['a process that failed', { failedProcesses: ['loan/a1 FAILED'] }, 'no process has failed'],
  ])('notice %s', (_what, changes, name) => {
    expect(brokenIn(changes)).toContain(name);
  });

  it('notices a life that was given up', () => {
    const lived = [{ applicationId: LOAN, isTransferredTo: false, trouble: 'waited for ever' }];
    expect(brokenIn({}, lived)).toEqual(['every loan was lived to its end']);
  });

  it.each<[string, Partial<Proof>, string]>([
    [
      'a table that is ahead of a history',
      { apart: ['loan/a1: TASK_UNKNOWN'] },
      'no table is ahead of a history, or behind it',
    ],
    [
      'a loan that is not what its events make of it',
      { drifts: ['loan a1: suspenseFen'] },
      'folding every loan anew changes nothing',
    ],
    [
      'a mail that is gone',
      { lostMails: ['enterprise/1/activate'] },
      'every mail that was sent is in its box',
    ],
    [
      'money that is on no loan',
      { misallocated: ['loan a1: 100 paid and held, 101 received'] },
      'what loans were paid and what they hold is what the bank received',
    ],
    [
      'a month that was not charged',
      { wrongCharges: ['loan a1: CARE/2026-04: never charged'] },
      'each fee was charged once for each loan, period and rule',
    ],
  ])('notices %s', (_what, changes, name) => {
    const invariants = invariantsOf(SOUND, LIVED, { ...PROVED, ...changes });
    expect(invariants.filter(({ holds }) => !holds).map((each) => each.name)).toEqual([name]);
  });

  it('lets a debit meet a transfer', () => {
    const entries = [
      ...SOUND.entries,
      { businessKey: `${DEBIT}/RESTATEMENT`, loanId: LOAN, bankFen: 0, suspenseFen: -5 },
    ];
    const lived = [{ applicationId: LOAN, isTransferredTo: true, trouble: undefined }];
    expect(brokenIn({ entries }, lived)).toEqual([]);
  });

  it('knows what no waiting cures', () => {
    const movements = [...SOUND.movements, movement(`${PAYOUT}/2`, 'DEBIT', 100)];
    expect(brokenForGood({ ...SOUND, movements }, LIVED)).toEqual([`loan ${LOAN}: paid out twice`]);
  });
});
