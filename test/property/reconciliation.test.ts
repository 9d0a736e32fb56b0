import fc from 'fast-check';
import { isoDate } from '../../domain/calendar/isoDate';
import { type CarriedOrder, matchDay, matchKey, partsOfDay } from '../../domain/reconciliation/matchDay';

const movement = fc.record({
  channel: fc.constantFrom('BANK', 'ALIPAY'),
  orderNo: fc.constantFrom('P1', 'P2', 'P10', 'Q', ''),
  direction: fc.constantFrom('IN' as const, 'OUT' as const),
  amountFen: fc.integer({ min: 1, max: 5 }),
});
const row = fc
  .record({ bankRef: fc.constantFrom('R1', 'R2', 'R3') })
  .chain((of) => movement.map((m) => ({ ...m, ...of })));
const order = movement.filter(({ orderNo }) => orderNo !== '');
const orders = fc.uniqueArray(order, { selector: matchKey, maxLength: 6 });
const day = fc.record({
  books: orders,
  bankFile: fc.array(row, { maxLength: 10 }),
  seen: fc.array(fc.constantFrom('P1', 'P2', 'Q'), { maxLength: 2 }),
});

describe('a day of the books against the file', () => {
  it('adds up: books + carried + adjustments − open = bank, on every day of a row of them', () => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 4 }), (days) => {
        let carried: readonly CarriedOrder[] = [];
        for (const { bankFile, books, seen } of days) {
          const own = books.filter((each) => !carried.some((other) => matchKey(other) === matchKey(each)));
          const found = matchDay({
            books: own,
            carried,
            bankFile,
            wasMatched: (key) => seen.some((no) => key.includes(no)),
          });
          const { adjustments, bank, books: booked, carried: brought, open } = found.totals;
          expect(booked + brought + adjustments - open).toBe(bank);
          expect(found.items.filter(({ item }) => item.bankFen !== null)).toHaveLength(bankFile.length);
          carried = found.items
            .filter(({ item }) => item.class === 'CUTOFF')
            .map(({ item }) => ({
              ...item,
              amountFen: item.booksFen ?? 0,
              carriedFrom: isoDate('2026-03-10'),
            }));
        }
      }),
    );
  });

  it('finds the same in parts as in one', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 5 }), ({ books, bankFile }, size) => {
        const whole = { books, carried: [], bankFile, wasMatched: () => false };
        const inWords = (items: ReturnType<typeof matchDay>['items']) =>
          items.map(({ item }) => JSON.stringify(item)).sort();
        const parts = partsOfDay(whole, size).flatMap((part) => matchDay(part).items);
        expect(inWords(parts)).toEqual(inWords(matchDay(whole).items));
      }),
    );
  });

  it('posts for every item what the bank has otherwise, on the side that it is', () => {
    fc.assert(
      fc.property(day, ({ books, bankFile }) => {
        for (const { adjustmentFen, entry } of matchDay({
          books,
          carried: [],
          bankFile,
          wasMatched: () => false,
        }).items) {
          const cash = (entry?.postings ?? []).filter(
            ({ account }) => account === '1002' || account === '1012',
          );
          expect(cash.reduce((sum, { debitFen, creditFen }) => sum + debitFen - creditFen, 0)).toBe(
            adjustmentFen,
          );
        }
      }),
    );
  });
});
