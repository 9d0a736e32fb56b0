import fc from 'fast-check';
import { sumByAccount } from '../../domain/ledger/balances';
import { type AccountCode, CHART_OF_ACCOUNTS } from '../../domain/ledger/chart';
import type { Posting } from '../../domain/ledger/entry';
import {
  BALANCE_LINES,
  type Balances,
  CASH_LINES,
  INCOME_LINES,
  type Movement,
  partOf,
  statementsOf,
} from '../../domain/ledger/statements';
import { fen } from '../../domain/money/fen';

/** Statements tie to the trial balance, whatever the books hold. */

const accounts = Object.keys(CHART_OF_ACCOUNTS).filter(
  (code): code is AccountCode => !code.startsWith('OB.'),
);
const ofProfit = (code: string) => code.startsWith('6');

const account = fc.constantFrom(...accounts);
const amount = fc.integer({ min: 1, max: 1_000_000_000 });

const line = (code: AccountCode, debits: number): Posting => ({
  account: code,
  debitFen: fen(Math.max(debits, 0)),
  creditFen: fen(Math.max(-debits, 0)),
});

/** Any accounts with any amounts, and one more that balances them. */
const entry = fc
  .tuple(fc.array(fc.tuple(account, amount, fc.boolean()), { minLength: 1, maxLength: 4 }), account)
  .map(([lines, last]): Movement => {
    const postings = lines.map(([code, fenOf, isDebit]) => line(code, isDebit ? fenOf : -fenOf));
    const rest = postings.reduce((sum, { debitFen, creditFen }) => sum + debitFen - creditFen, 0);
    return { event: 'BY_HAND', postings: rest === 0 ? postings : [...postings, line(last, -rest)] };
  });
const entries = fc.array(entry, { maxLength: 30 });

const opening = fc
  .array(fc.tuple(account, fc.integer({ min: -1e11, max: 1e11 })), { maxLength: 12 })
  .map((pairs) => {
    const balances: Partial<Record<AccountCode, number>> = Object.fromEntries(pairs);
    const rest = Object.values(balances).reduce((sum, value) => sum + value, 0);
    return { ...balances, '4001': (balances['4001'] ?? 0) - rest };
  });

/** Closing balances, the plain way. */
function closingOf(began: Balances, movements: readonly Movement[]): (code: AccountCode) => number {
  const sums = sumByAccount(movements.map((movement) => ({ ...movement, offBalance: [] })));
  return (code) => (began[code] ?? 0) + (sums[code]?.debitFen ?? 0) - (sums[code]?.creditFen ?? 0);
}

test('assets, liabilities and equity are all of the trial balance, and checks of balance and cash hold', () => {
  fc.assert(
    fc.property(opening, entries, (began, movements) => {
      const { balanceSheet, cashFlow, checks, incomeStatement } = statementsOf(began, movements);
      const closing = closingOf(began, movements);
      const sum = (codes: readonly AccountCode[]) => codes.reduce((total, code) => total + closing(code), 0);
      expect(balanceSheet.totalAssets).toBe(sum(accounts.filter((code) => code.startsWith('1'))));
      expect(balanceSheet.totalLiabilities).toBe(0 - sum(accounts.filter((code) => code.startsWith('2'))));
      expect(balanceSheet.totalEquity).toBe(
        0 - sum(accounts.filter((code) => code.startsWith('4') || ofProfit(code))),
      );
      expect(incomeStatement.yearToDate.netProfit).toBe(0 - sum(accounts.filter(ofProfit)));
      expect(cashFlow.closingCash).toBe(closing('1002') + closing('1012'));
      expect(checks).toMatchObject({ balance: 0, cash: 0, equity: 0 });
    }),
  );
});

test('each line of a month is the sum of what its entries add, and no entry is lost', () => {
  fc.assert(
    fc.property(opening, entries, (began, movements) => {
      const { balanceSheet, incomeStatement, cashFlow } = statementsOf(began, movements);
      const before = statementsOf(began, []).balanceSheet;
      const addUp = (parts: readonly (number | null)[]) =>
        parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
      for (const name of BALANCE_LINES) {
        const parts = movements.map((movement) =>
          partOf({ statement: 'BALANCE_SHEET', line: name }, movement),
        );
        expect(before[name] + addUp(parts)).toBe(balanceSheet[name]);
      }
      for (const name of INCOME_LINES) {
        const parts = movements.map((movement) => partOf({ statement: 'INCOME', line: name }, movement));
        expect(addUp(parts)).toBe(incomeStatement.month[name]);
      }
      for (const name of CASH_LINES) {
        const parts = movements.map((movement) => partOf({ statement: 'CASH_FLOW', line: name }, movement));
        expect(addUp(parts)).toBe(cashFlow[name]);
      }
    }),
  );
});

test('entries that touch the same accounts may be added up first', () => {
  fc.assert(
    fc.property(opening, entries, (began, movements) => {
      const byAccounts = new Map<string, Posting[]>();
      for (const { postings } of movements) {
        const key = [...new Set(postings.map((posting) => posting.account))].sort().join(' ');
        byAccounts.set(key, [...(byAccounts.get(key) ?? []), ...postings]);
      }
      const added = [...byAccounts.values()].map((postings): Movement => ({ event: 'BY_HAND', postings }));
      expect(statementsOf(began, added)).toEqual(statementsOf(began, movements));
    }),
  );
});

test('closing the year moves profit to retained earnings, and changes no total', () => {
  fc.assert(
    fc.property(opening, entries, (began, movements) => {
      const open = statementsOf(began, movements);
      const closing = closingOf(began, movements);
      const profit = accounts.filter((code) => ofProfit(code) && closing(code) !== 0);
      const rest = profit.reduce((sum, code) => sum + closing(code), 0);
      const postings = [...profit.map((code) => line(code, -closing(code))), line('4104', rest)];
      const closed = statementsOf(began, [...movements, { event: 'CLOSE_YEAR', postings }]);
      expect(closed).toEqual(open);
    }),
  );
});
