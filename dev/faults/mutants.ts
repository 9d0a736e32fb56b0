/** A deliberate defect: one piece of the sources replaced, and the smallest run that has to notice. */
export interface Mutant {
  readonly name: string;
  /** What it breaks, in words. */
  readonly breaks: string;
  readonly file: string;
  /** Must be in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly caughtBy: Catcher;
}

/**
 * A cell of the bench, or a test file where the defect shows faster; of a file in which nothing would end any more,
 * one test by its name.
 */
export type Catcher = { readonly cell: string } | { readonly test: string; readonly named?: string };

const PAYMENT = 'activities/payment.ts';
const ORDER_KEY = '    key: order.key,\n    kind: isMoneyOut';
const LEDGER = 'prisma/migrations/20261123210400_ledger/migration.sql';
/** When offices open, when debits are tried, and until when nobody is to be disturbed. */
const OFFICES = `officesOpen: '09:00',
      debitTimes: ['09:00', '15:00', '21:00'],
      // The last slot of the day ends before the quiet hours begin.
      slotMinutes: 30,
      contactLimits: {
        quietFrom: '22:00',
        quietUntil: '08:00',`;

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a random key',
    breaks: 'the bank gets the order under a key that nobody can ask for',
    file: PAYMENT,
    find: ORDER_KEY,
    replace: "    key: order.key + '/' + Math.random(),\n    kind: isMoneyOut",
    caughtBy: { cell: 'lost-answers' },
  },
  {
    name: 'a key per attempt',
    breaks: 'each time an order is sent it has another key',
    file: PAYMENT,
    find: ORDER_KEY,
    replace: "    key: order.key + '/' + (Date.now() % 7),\n    kind: isMoneyOut",
    caughtBy: { cell: 'lost-answers' },
  },
  {
    name: 'no close before a new key',
    // Files, the floor in real time and people stand behind it, so that no cell pays twice for want of it alone.
    breaks: 'an order that the bank does not know yet may still be carried out after it was given up',
    file: 'workflows/payment/payment.ts',
    find: ' ?? (await close(payment))',
    replace: '',
    caughtBy: { test: 'test/workflow/payment.test.ts' },
  },
  {
    name: 'asking from the decided instant',
    breaks: 'an order that went out late is asked for, and given up, before the bank can have it',
    file: 'workflows/payment/findOut.ts',
    find: 'const sentAtMs = time.onTime(order.decidedAtMs, payment.sentAtMs);',
    replace: 'const sentAtMs = order.decidedAtMs;',
    caughtBy: { test: 'test/workflow/payment.test.ts' },
  },
  {
    name: 'no dedupe of notices',
    breaks: 'a notice that the bank repeats is an error, so the bank repeats it for ever',
    file: 'gateways/database/notices.ts',
    find: '    skipDuplicates: true,\n',
    replace: '',
    caughtBy: { cell: 'told-twice' },
  },
  {
    name: "a notice's amount is not compared",
    breaks: 'a notice about other money settles an order',
    file: 'api/payments/notice.ts',
    find: 'if (payment === null || payment.amountFen !== said.amountFen) return;',
    replace: 'if (payment === null) return;',
    caughtBy: { test: 'test/integration/api/operations.test.ts' },
  },
  {
    name: 'success without its event',
    breaks: 'an order succeeds, and the loan and the ledger know nothing of it',
    file: 'activities/paymentBooks.ts',
    find: "    booked === null && outcome.status === 'SUCCEEDED'\n",
    replace: '    false\n',
    caughtBy: { cell: 'lost-answers' },
  },
  {
    name: 'no balance of entries',
    breaks: 'the database takes an entry whose debits and credits differ',
    file: LEDGER,
    find: '  IF debits <> credits THEN\n',
    replace: '  IF false THEN\n',
    caughtBy: { test: 'test/integration/database/ledgerRefusals.test.ts' },
  },
  {
    name: 'entries dated back',
    breaks: 'what is found late is booked into days that are closed',
    file: 'prisma/migrations/20261123210500_posting/migration.sql',
    find: "greatest((item ->> 'date')::date, open_from, entry_day(entry_id(item ->> 'reverses'))),",
    replace: "(item ->> 'date')::date,",
    // The program dates by the day it books on: only what waits for a closing under way is dated by this.
    caughtBy: { test: 'test/integration/database/endOfDay.test.ts' },
  },
  {
    name: 'a loan counts from the day of the order',
    breaks: 'the borrower owes interest for days on which the bank had not paid out yet',
    file: 'domain/collection/moneyDate.ts',
    find: "  return direction === 'OUT' && bankDate > orderedFor ? bankDate : orderedFor;\n",
    replace: '  return direction === bankDate ? bankDate : orderedFor;\n',
    caughtBy: { cell: 'booked-later' },
  },
  {
    name: 'collection dates by the calendar of today',
    breaks: 'a calendar that is learnt of later changes what was due and paid in time',
    file: 'domain/loan/collectionDates.ts',
    find: '(told === null ? collectionDateOf(dueDate, calendar) : (told[dueDate] ?? dueDate));',
    replace: 'collectionDateOf(dueDate, calendar);',
    caughtBy: { test: 'test/unit/loan/collectionDates.test.ts' },
  },
  {
    name: 'a decision waits for the next step',
    breaks: 'an offer that takes long keeps who approved waiting, and the task in the inbox',
    file: 'workflows/case/tasks.ts',
    find: '    await this.writeDecided();\n',
    replace: '',
    caughtBy: { test: 'test/workflow/application.test.ts', named: 'whoever decides is answered' },
  },
  {
    name: 'unstable task ids',
    breaks: 'a workflow task that runs again shows people a task that its process does not know',
    file: 'workflows/shared/stableId.ts',
    find: 'getRandomStream(',
    replace: "((name: string) => getRandomStream(name + '/' + Date.now()))(",
    caughtBy: { test: 'test/workflow/agreement.test.ts' },
  },
  {
    name: 'no look at what was booked since',
    breaks: 'a debit that comes late takes what the borrower has paid meanwhile',
    file: 'domain/loan/heldMoney.ts',
    find: 'const dueFen = minFen(netDueFen(scheduled), netDueFen(latest));',
    replace: 'const dueFen = netDueFen(scheduled);',
    caughtBy: { test: 'test/unit/loan/heldMoney.test.ts' },
  },
  {
    name: 'reconciliation by our date',
    breaks: 'what the bank books on another day than we ordered it for is looked for in the wrong file',
    file: 'gateways/database/reconciliation.ts',
    find: 'JOIN payment p ON p.id = wanted.id',
    replace: 'JOIN payment p ON p.id = wanted.id AND p.value_date = $2',
    caughtBy: { cell: 'booked-later' },
  },
  {
    name: "one institution's failure stops the other",
    breaks: 'an institution without its statement file keeps the days of the others open',
    file: 'workflows/operations/eachInstitution.ts',
    find: '    else started.push(child);\n',
    replace: '    else await child.result();\n',
    caughtBy: { cell: 'one-file-broken' },
  },
  {
    name: 'money on closed loans',
    breaks: 'a transfer that is found late is booked on a loan that is closed, and is trapped there',
    file: 'domain/loan/append.ts',
    find: "  if (event.kind !== 'REVERSED' && old.value.position.phase === 'CLOSED') return refuse('LOAN_CLOSED');\n",
    replace: '',
    // Transfers are judged by what the loan owes now before they come here.
    caughtBy: { test: 'test/unit/loan/night.test.ts' },
  },
  {
    name: 'suspense is not given back',
    breaks: 'what was paid too much stays with the lender',
    file: 'workflows/loan/loan.ts',
    find: '  else if (plan.suspenseFen > 0) await giveBack(loan, plan, isDisturbed);\n',
    replace: '',
    caughtBy: { cell: 'paid-twice' },
  },
  {
    name: 'claims are not set off',
    breaks:
      'a surplus that was refunded before its receipt was taken back goes out once more when it is booked again',
    file: 'activities/loanBooks.ts',
    find: '    if (!(await setOff(sql, opened, by))) return opened;\n',
    replace: '    return opened;\n',
    caughtBy: { test: 'test/integration/activities/payerClaims.test.ts' },
  },
  {
    name: 'a queue that looks for PostgreSQL once',
    breaks: 'a worker that starts while PostgreSQL does sends no message for as long as it lives',
    file: 'gateways/queue/postgresBackend.ts',
    find: '    this.reached ??= this.untilReached();\n    return this.reached;\n',
    replace: '    return super.waitUntilReady();\n',
    caughtBy: { test: 'test/integration/queue/queue.test.ts' },
  },
  {
    name: 'a fee by night',
    breaks: 'each night charges a running month again, under another name',
    file: 'activities/feeCharges.ts',
    find: '({ ...charge, agreement })',
    replace: "({ ...charge, period: charge.period + '/' + through, agreement })",
    caughtBy: { cell: 'disputed' },
  },
  {
    name: 'a fee that ends early',
    breaks: 'a loan is charged for its first months, and for no later one',
    file: 'activities/feeCharges.ts',
    find: '.filter(({ period }) => !loan.charged.includes(',
    replace: '.filter(({ period }) => loan.charged.length < 3 && !loan.charged.includes(',
    caughtBy: { cell: 'disputed' },
  },
  {
    name: 'the first rung is skipped',
    breaks: 'a borrower that is a day late is told so on the third',
    file: 'domain/overdue/ladder.ts',
    find: '({ day }) => day >= 1 && day <= arrears.daysPastDue',
    replace: '({ day }) => day > 1 && day <= arrears.daysPastDue',
    caughtBy: { cell: 'promises' },
  },
  {
    name: 'a promise holds nothing',
    breaks: 'a borrower that has promised is called before the day that it promised for',
    file: 'domain/overdue/holds.ts',
    find: "  PROMISE: ['CONTACT'],\n",
    replace: '  PROMISE: [],\n',
    // Who has promised is asked once more where a contact is written: no cell sees a ladder that doesn't look.
    caughtBy: { test: 'test/unit/overdue/ladder.test.ts' },
  },
  {
    name: 'people are told at six in the morning',
    breaks: 'offices open in the quiet hours, which are held to be over',
    file: 'domain/parameters/data/collection.ts',
    find: OFFICES,
    replace: OFFICES.replaceAll('09:00', '06:00').replace("'08:00'", "'05:00'"),
    caughtBy: { cell: 'promises' },
  },
  {
    name: 'a transfer is booked a fen short',
    breaks: 'a borrower is credited with less than the bank received',
    file: 'activities/transfers.ts',
    find: "          amountFen: fen(row.amountFen),\n          into: 'BANK',\n",
    replace: "          amountFen: fen(row.amountFen - 1),\n          into: 'BANK',\n",
    caughtBy: { cell: 'paid-twice' },
  },
  {
    name: "the machine's day for the bank's",
    breaks: 'the ledger has money on another day than the bank, and in the end as much',
    file: 'activities/transfers.ts',
    find: '          bankDate: date,\n',
    replace: '          bankDate: this.today < date ? date : this.today,\n',
    caughtBy: { cell: 'paid-twice' },
  },
];
