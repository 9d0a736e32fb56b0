import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { addFen, type Fen, fen } from '../../../domain/money/fen';
import { type Rate, rate } from '../../../domain/money/rate';
import { multiplyRate } from '../../../domain/money/rounding';

/**
 * These lines are proved by the compiler: `npm run types` fails when one of the marked mistakes compiles.
 */
describe('amounts, rates and dates cannot be mixed', () => {
  it('is refused by the compiler', () => {
    const amount = fen(100);
    const fraction = rate('0.1');
    const date = isoDate('2026-01-15');

    const mistakes = () => {
      // @ts-expect-error a plain number is not an amount
      addFen(1);
      // @ts-expect-error a rate is not an amount
      addFen(fraction);
      // @ts-expect-error an amount is not a rate
      multiplyRate(amount, amount);
      // @ts-expect-error a plain string is not a rate
      multiplyRate(amount, '0.1');
      // @ts-expect-error a date is not a rate
      multiplyRate(amount, date);
      // @ts-expect-error a rate is not a date
      addDays(fraction, 1);
      // @ts-expect-error a plain string is not a date
      addDays('2026-01-15', 1);
      // @ts-expect-error the sum of numbers is not an amount until it is checked
      const sum: Fen = amount + amount;
      // @ts-expect-error a rate is not a date
      const due: IsoDate = fraction;
      // @ts-expect-error a date is not a rate
      const price: Rate = date;
      return [sum, due, price];
    };

    expect(mistakes).toBeInstanceOf(Function);
  });
});
