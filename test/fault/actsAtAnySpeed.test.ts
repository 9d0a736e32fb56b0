import { patientStage } from '../../demo/patience';
import { addWorkdays } from '../../domain/calendar/businessCalendar';
import { businessDate } from '../../domain/calendar/clock';
import { addDays } from '../../domain/calendar/isoDate';
import { publishedCalendar } from '../../domain/calendar/published';
import { ClockInHand, FOR_PEOPLE } from '../support/clockInHand';
import { startTestPlatform } from '../support/platform';
import { type ActedFigures, liveWithActs } from './support/acts';

/** Business seconds in a real one: a month takes ten seconds; 2.6 s; half a second: the machine is always behind then. */
const SPEEDS = [250_000, 1_000_000, 5_000_000] as const;
const MINUTES = 60_000;
/** Days before the loans are paid out: a price list is agreed on before it counts. */
const DAYS_BEFORE = 10;

/** The same for all: figures depend on weekdays and holidays. */
const FIRST = addWorkdays(addDays(businessDate(Date.now()), DAYS_BEFORE), 1, publishedCalendar());

async function liveAt(speed: number): Promise<ActedFigures> {
  const platform = await startTestPlatform({ clockSpeed: FOR_PEOPLE });
  try {
    const clock = await ClockInHand.of(platform, speed);
    try {
      return await liveWithActs(patientStage(platform), clock, FIRST);
    } finally {
      await clock.release();
    }
  } finally {
    await platform.release();
  }
}

describe('two loans that people act on', () => {
  const [slow, ...fast] = SPEEDS;
  let lived: readonly ActedFigures[];
  // The fast ones beside each other: most of it is waiting for nights.
  beforeAll(async () => {
    const slowly = await liveAt(slow);
    lived = [slowly, ...(await Promise.all(fast.map(liveAt)))];
  }, 12 * MINUTES);

  test('are charged for, prepaid and given back; lost, written off and recovered', () => {
    const [{ lost, prepaid }] = lived as [ActedFigures];
    expect([prepaid.status, lost.status]).toEqual(['CLOSED', 'CLOSED']);
    expect(prepaid.charges.some(({ refundedFen }) => refundedFen > 0)).toBe(true);
    const kinds = lost.lines.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['NON_ACCRUAL_ENTERED', 'WRITTEN_OFF', 'RECOVERED']));
    expect(lost.risk.recoveredFen).toBeGreaterThan(0);
  });

  test.each(fast.map((speed, index) => ({ speed, index: index + 1 })))(
    'come to the same figures $speed times as fast as the wall clock',
    ({ index }) => {
      expect(lived[index]).toEqual(lived[0]);
    },
  );
});
