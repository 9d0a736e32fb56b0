import { isoDate } from '../../../domain/calendar/isoDate';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { type Conduct, conductWarnings } from '../../../domain/staff/conduct';

const rules = parametersAt(isoDate('2026-11-26')).security.conduct;
const nothing = { PERSONAL_DATA: 0, REFUSED: 0, FAILED_SIGN_INS: 0 };
const day = (counts: Partial<Conduct['counts']>, usualPersonalData = 0): Conduct => ({
  who: 'li',
  counts: { ...nothing, ...counts },
  usualPersonalData,
});
const warned = (...days: readonly Conduct[]) =>
  conductWarnings(days, rules).map(({ conduct, count, limit }) => [conduct, count, limit]);

test('an ordinary day warns of nobody', () => {
  expect(warned(day({}), day({ PERSONAL_DATA: 39, REFUSED: 29, FAILED_SIGN_INS: 19 }))).toEqual([]);
});

test('each kind warns from its figure on, each for itself', () => {
  expect(warned(day({ PERSONAL_DATA: 40, REFUSED: 30, FAILED_SIGN_INS: 20 }))).toEqual([
    ['PERSONAL_DATA', 40, 40],
    ['REFUSED', 30, 30],
    ['FAILED_SIGN_INS', 20, 20],
  ]);
});

test('whoever works with personal data all day is measured by their own days', () => {
  expect(warned(day({ PERSONAL_DATA: 100 }, 50))).toEqual([]);
  expect(warned(day({ PERSONAL_DATA: 150 }, 50))).toEqual([['PERSONAL_DATA', 150, 150]]);
  // Of somebody who never looks, few are many all the same: not before the floor.
  expect(warned(day({ PERSONAL_DATA: 39 }, 1))).toEqual([]);
});
