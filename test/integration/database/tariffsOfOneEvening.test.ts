import { chargeLoan } from '../../../activities/feeCharges';
import { isoDate } from '../../../domain/calendar/isoDate';
import {
  agreesTo,
  database,
  evening,
  liveByEvenings,
  monthly,
  noticesOf,
  priceList,
  pricesOf,
  reachable,
} from './support/tariffs';

liveByEvenings();

/** Two lists that a loan is told of in one evening, the later one back to the price that it pays. */
describe('a list back to the old price', () => {
  it('is told with a dearer one, and counts after that by itself', async () => {
    const [agreed, silent] = [await reachable(), await reachable()];
    const dearer = await priceList('2026-08-20', [monthly(40_000)]);
    const asBefore = await priceList('2026-10-01', [monthly(30_000)]);
    await evening('2026-03-02');
    for (const at of [agreed, silent])
      expect(await noticesOf(at, asBefore)).toMatchObject([
        { is_favourable: true, sent_on: '2026-03-02', lines: [{ nowFen: 30_000, thenFen: 30_000 }] },
      ]);
    await agreesTo(agreed, dearer);
    for (const on of ['2026-08-20', '2026-10-01']) await evening(on);
    for (const { loanId } of [agreed, silent])
      await chargeLoan(database.worker, loanId, isoDate('2026-10-15'));
    expect((await pricesOf(agreed)).slice(-3)).toEqual(['2026-08 30000', '2026-09 40000', '2026-10 30000']);
    expect((await pricesOf(silent)).slice(-3)).toEqual(['2026-08 30000', '2026-09 30000', '2026-10 30000']);
  });

  it('is told with a cheaper one as what it is, dearer, and counts after that with consent', async () => {
    const [agreed, silent] = [await reachable(), await reachable()];
    await priceList('2026-04-20', [monthly(24_000)]);
    const asBefore = await priceList('2026-06-01', [monthly(30_000)]);
    await evening('2026-03-02');
    for (const at of [agreed, silent])
      expect(await noticesOf(at, asBefore)).toMatchObject([
        { is_favourable: false, sent_on: '2026-03-02', lines: [{ nowFen: 24_000, thenFen: 30_000 }] },
      ]);
    await agreesTo(agreed, asBefore);
    for (const on of ['2026-03-03', '2026-04-20', '2026-06-01']) await evening(on);
    for (const { loanId } of [agreed, silent])
      await chargeLoan(database.worker, loanId, isoDate('2026-06-15'));
    expect((await pricesOf(agreed)).slice(-3)).toEqual(['2026-04 30000', '2026-05 24000', '2026-06 30000']);
    expect((await pricesOf(silent)).slice(-3)).toEqual(['2026-04 30000', '2026-05 24000', '2026-06 24000']);
  });

  it('is told as dearer on a later evening too, while the cheaper one waits', async () => {
    const at = await reachable();
    await priceList('2026-04-25', [monthly(22_000)]);
    await evening('2026-03-02');
    const asBefore = await priceList('2026-04-28', [monthly(30_000)]);
    await evening('2026-03-03');
    expect(await noticesOf(at, asBefore)).toMatchObject([
      { is_favourable: false, sent_on: '2026-03-03', lines: [{ nowFen: 22_000, thenFen: 30_000 }] },
    ]);
  });
});
