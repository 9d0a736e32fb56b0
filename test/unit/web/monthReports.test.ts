import { expect, test } from '@jest/globals';
import { figuresTold, maySign } from '../../../web/desk/features/finance/monthReports';

const signed = (id: string) => ({ by: { id, name: id }, on: '2026-12-01' });

test('a report is signed once for finance and once for risk, by two people', () => {
  expect(maySign({ finance: null, risk: null }, ['finance'], 'wu')).toBe(true);
  expect(maySign({ finance: signed('wu'), risk: null }, ['finance'], 'he')).toBe(false);
  expect(maySign({ finance: signed('wu'), risk: null }, ['risk'], 'zheng')).toBe(true);
  expect(maySign({ finance: signed('wu'), risk: null }, ['finance', 'risk'], 'wu')).toBe(false);
  expect(maySign({ finance: null, risk: null }, ['auditor'], 'chen')).toBe(false);
});

test('each report tells its own figures', () => {
  const fund = { openingCashFen: 1, netFen: 2, closingCashFen: 3 } as Parameters<typeof figuresTold>[0];
  expect(figuresTold(fund).slice(0, 3)).toEqual([
    ['openingCashFen', 1],
    ['netFen', 2],
    ['closingCashFen', 3],
  ]);
  const risk = { classes: {}, totalFen: 5, nonPerformingFen: 1 } as unknown as Parameters<
    typeof figuresTold
  >[0];
  expect(figuresTold(risk)[0]).toEqual(['totalFen', 5]);
});
