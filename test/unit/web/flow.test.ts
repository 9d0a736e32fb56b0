import { expect, test } from '@jest/globals';
import { flowBars, shortOn } from '../../../web/desk/features/funds/flow';

const day = (date: string, inFen: number, outFen: number, balanceFen: number) => ({
  ...{ date, inFen, outFen, balanceFen },
});

test('days are drawn against the largest of them, and a day without money keeps its place', () => {
  const bars = flowBars([
    day('2026-11-27', 50, 0, 150),
    day('2026-11-28', 0, 100, 50),
    day('2026-11-29', 0, 0, 50),
  ]);
  expect(bars.map(({ inShare, outShare }) => [inShare, outShare])).toEqual([
    [0.5, 0],
    [0, 1],
    [0, 0],
  ]);
  expect(flowBars([])).toEqual([]);
});

test('the first day on which the money would not do is named', () => {
  expect(shortOn([day('2026-11-27', 0, 0, 1), day('2026-11-28', 0, 2, -1)])).toBe('2026-11-28');
  expect(shortOn([day('2026-11-27', 0, 0, 0)])).toBeNull();
});
