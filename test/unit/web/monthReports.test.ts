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

test('each report tells its own figures, in order', () => {
  type Told = Parameters<typeof figuresTold>[0];
  const fund = { netFen: 2, openingCashFen: 1, closingCashFen: 3 } as Told['figures'];
  expect(figuresTold({ kind: 'FUND', figures: fund })).toEqual([
    ['openingCashFen', 1],
    ['netFen', 2],
    ['closingCashFen', 3],
  ]);
  const memoranda = { uncollectedInterestFen: 2, writtenOffFen: 3 };
  const risk = { totalFen: 5, nonPerformingFen: 1, ...memoranda } as Told['figures'];
  const told = [
    ['totalFen', 5],
    ['nonPerformingFen', 1],
    ['uncollectedInterestFen', 2],
    ['writtenOffFen', 3],
  ];
  // Of an earlier month, when penalty of what was written off was no claim yet.
  expect(figuresTold({ kind: 'RISK', figures: risk })).toEqual(told);
  expect(
    figuresTold({ kind: 'RISK', figures: { ...risk, writtenOffPenaltyFen: 4 } as Told['figures'] }),
  ).toEqual([...told, ['writtenOffPenaltyFen', 4]]);
});
