import { isoDate } from '../../../domain/calendar/isoDate';
import { BUDGET_ACCOUNTS, checkBudget } from '../../../domain/ledger/budget';
import { BY_HAND_ACCOUNTS, type ByHandAccount, checkByHand } from '../../../domain/ledger/byHand';
import { CHART_OF_ACCOUNTS } from '../../../domain/ledger/chart';

const on = { today: isoDate('2026-12-10'), booksFrom: isoDate('2026-11-15') };
const line = (account: ByHandAccount, debitFen: number, creditFen = 0) => ({ account, debitFen, creditFen });
const check = (lines: readonly ReturnType<typeof line>[], costCentre: string | null = 'HEAD') => {
  const checked = checkByHand({ date: '2026-12-10', lines, costCentre }, on);
  return checked.ok ? 'ok' : checked.refusal.code;
};

test('what the bank took without an order is said to be rent: money only passes through', () => {
  const rent = [line('6602', 100), line('1221', 0, 100)];
  expect(check(rent)).toBe('ok');
  expect(check([...rent, line('1002', 100), line('1002', 0, 100)])).toBe('ok');
  expect(check([line('6602', 100), line('1002', 0, 100)])).toBe('CASH_BY_BANK_ALONE');
});

test('a cost is borne by somebody, anything else need not be', () => {
  expect(check([line('6602', 100), line('2211', 0, 100)], null)).toBe('COST_CENTRE_REQUIRED');
  expect(check([line('1601', 100), line('1221', 0, 100)], null)).toBe('ok');
});

test('it balances, has two lines at least, and is of no day to come', () => {
  expect(check([line('6602', 100)])).toBe('ENTRY_NOT_BALANCED');
  expect(check([line('6602', 100), line('2211', 0, 99)])).toBe('ENTRY_NOT_BALANCED');
  expect(check([line('6602', 100, 100), line('2211', 0, 0)])).toBe('ENTRY_NOT_BALANCED');
  const tomorrow = checkByHand({ date: '2026-12-11', lines: [], costCentre: null }, on);
  expect(tomorrow).toMatchObject({ refusal: { code: 'DATE_TO_COME' } });
});

test('it is of no day before the books begin', () => {
  const lines = [line('1601', 100), line('1221', 0, 100)];
  const of = (date: string, booksFrom: typeof on.booksFrom | null = on.booksFrom) =>
    checkByHand({ date, lines, costCentre: null }, { ...on, booksFrom });
  expect(of('2026-11-14')).toMatchObject({ refusal: { code: 'DATE_OUT_OF_RANGE', field: 'date' } });
  expect([of('2026-11-15').ok, of('2026-11-14', null).ok]).toEqual([true, true]);
});

describe('a budget', () => {
  const of = (month: string, account = '6602') => ({ month, account });

  test('names a month of an account once', () => {
    expect(checkBudget([of('2026-12'), of('2026-12', '6801'), of('2027-01')], on.booksFrom).ok).toBe(true);
    expect(checkBudget([of('2026-12'), of('2027-01'), of('2026-12')], on.booksFrom)).toEqual({
      ok: false,
      refusal: { code: 'BUDGET_LINE_TWICE', field: 'lines.2', detail: { account: '6602', month: '2026-12' } },
    });
  });

  test('begins with the month in which the books begin', () => {
    expect(checkBudget([of('2026-11')], on.booksFrom).ok).toBe(true);
    expect(checkBudget([of('2026-10')], null).ok).toBe(true);
    expect(checkBudget([of('2026-11'), of('2026-10')], on.booksFrom)).toMatchObject({
      refusal: { code: 'DATE_OUT_OF_RANGE', field: 'lines.1.month' },
    });
  });

  test('is of income and expense, which actuals are of', () => {
    const ofResult = BY_HAND_ACCOUNTS.filter((code) =>
      ['INCOME', 'EXPENSE'].includes(CHART_OF_ACCOUNTS[code].kind),
    );
    expect(BUDGET_ACCOUNTS).toEqual(ofResult);
  });
});
