import { compare } from '../../../activities/reconcile';
import type { StatementEntry } from '../../../gateways/bank';

const entry = (key: string, amountFen: number, bankReference = `ref/${key}`) =>
  ({ key, amountFen, bankReference, direction: 'CREDIT' }) as StatementEntry;
const booked = (key: string, amountFen: number) => ({ key, amountFen, status: 'SUCCEEDED' });

test('the file and the books are matched by key, and each difference is named', () => {
  const items = compare(
    [entry('same', 5), entry('other', 5), entry('twice', 5), entry('twice', 5), entry('', 7, 'cash-1')],
    [booked('same', 5), booked('other', 6), booked('twice', 5), booked('late', 9)],
  );
  expect(items).toEqual([
    { key: 'same', outcome: 'MATCH', bankFen: 5, booksFen: 5 },
    { key: 'other', outcome: 'AMOUNT_DIFF', bankFen: 5, booksFen: 6 },
    { key: 'twice', outcome: 'DUPLICATE', bankFen: 5, booksFen: 5 },
    { key: 'bank/cash-1', outcome: 'LONG', bankFen: 7, booksFen: null },
    { key: 'late', outcome: 'CUTOFF', bankFen: null, booksFen: 9 },
  ]);
});

test('nothing on either side is nothing to match', () => {
  expect(compare([], [])).toEqual([]);
});
