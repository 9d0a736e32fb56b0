import { isoDate } from '../../../domain/calendar/isoDate';
import { type ByHandAccount, checkByHand } from '../../../domain/ledger/byHand';

const TODAY = isoDate('2026-12-10');
const line = (account: ByHandAccount, debitFen: number, creditFen = 0) => ({ account, debitFen, creditFen });
const check = (lines: readonly ReturnType<typeof line>[], costCentre: string | null = 'HEAD') => {
  const checked = checkByHand({ date: '2026-12-10', lines, costCentre }, TODAY);
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
  const tomorrow = checkByHand({ date: '2026-12-11', lines: [], costCentre: null }, TODAY);
  expect(tomorrow).toMatchObject({ refusal: { code: 'DATE_TO_COME' } });
});
