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

/** A cell of the bench, or a test file where the defect shows faster. */
export type Catcher = { readonly cell: string } | { readonly test: string };

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a random key',
    breaks: 'the bank gets the order under a key that nobody can ask for',
    file: 'activities/payment.ts',
    find: '    key: order.key,\n    kind: isPayout',
    replace: "    key: order.key + '/' + Math.random(),\n    kind: isPayout",
    caughtBy: { cell: 'lost-answers' },
  },
  {
    name: 'a key per attempt',
    breaks: 'each day of an order has a key of its own at the bank',
    file: 'activities/payment.ts',
    find: '    key: order.key,\n    kind: isPayout',
    replace: "    key: order.key + '/' + (Date.now() % 7),\n    kind: isPayout",
    caughtBy: { cell: 'lost-answers' },
  },
  {
    name: 'suspense is not given back',
    breaks: 'what was paid too much stays with the lender',
    file: 'workflows/loan/loan.ts',
    find: '  else if (suspenseFen > 0) await giveBack(office, suspenseFen);\n',
    replace: '',
    caughtBy: { cell: 'overpaid' },
  },
];
