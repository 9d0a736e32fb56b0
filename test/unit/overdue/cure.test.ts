import fc from 'fast-check';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { type CureInput, cureOn, upgradeEligibleFrom } from '../../../domain/overdue/cure';

const CURED = isoDate('2026-01-20');
const monthly = (late: readonly (number | null)[]): CureInput => ({
  curedOn: CURED,
  periodMonths: 1,
  isAble: true,
  isImpairedElsewhere: false,
  instalments: late.map((days, index) => {
    const dueDate = addDays(isoDate('2026-02-10'), index * 30);
    return { dueDate, collectionDate: dueDate, paidOn: days === null ? null : addDays(dueDate, days) };
  }),
});
const dueOf = ({ instalments }: CureInput, index: number): IsoDate | undefined => instalments[index]?.dueDate;

describe('cure', () => {
  it('counts anew after a late instalment, from the next that falls due once it is paid', () => {
    // The second is paid when the third has fallen due: that one was in time, and doesn't count.
    const input = monthly([0, 35, 0, 0, 0, 0, 0, 0, 0]);
    expect(cureOn(input, dueOf(input, 1) as IsoDate)).toMatchObject({ consecutive: 0 });
    expect(cureOn(input, dueOf(input, 2) as IsoDate).obstacles).toContain('OVERDUE_NOT_FULLY_PAID');
    expect(cureOn(input, dueOf(input, 3) as IsoDate)).toMatchObject({ consecutive: 1 });
    expect(upgradeEligibleFrom(input)).toBe(dueOf(input, 8));
  });

  it('never lets a loan better before it has served six instalments in a row, whatever came before', () => {
    const lateness = fc.option(fc.integer({ min: -20, max: 50 }), { freq: 8 });
    fc.assert(
      fc.property(fc.array(lateness, { minLength: 1, maxLength: 16 }), (late) => {
        const input = monthly(late);
        const from = upgradeEligibleFrom(input);
        if (from === null) return;
        const index = input.instalments.findIndex(({ collectionDate }) => collectionDate === from);
        const row = input.instalments.slice(Math.max(0, index - 5), index + 1);
        expect(row).toHaveLength(6);
        expect(
          row.filter(({ paidOn, collectionDate }) => paidOn === null || paidOn > collectionDate),
        ).toEqual([]);
        expect(cureOn(input, addDays(from, -1)).obstacles).not.toEqual([]);
      }),
    );
  });
});
