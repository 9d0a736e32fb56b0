import { patientStage } from '../../demo/patience';
import { addWorkdays } from '../../domain/calendar/businessCalendar';
import { businessDate } from '../../domain/calendar/clock';
import { addDays } from '../../domain/calendar/isoDate';
import { publishedCalendar } from '../../domain/calendar/published';
import { ClockInHand, FOR_PEOPLE } from '../support/clockInHand';
import { startTestPlatform } from '../support/platform';
import { type ActedFigures, liveWithActs } from './support/acts';

/** Business seconds in a real one: a month takes ten seconds; two and a half: the machine is always behind then. */
const SPEEDS = [250_000, 1_000_000] as const;
const MINUTES = 60_000;
/** Days before the loans are paid out: a price list is agreed on before it counts. */
const DAYS_BEFORE = 3;

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
  let slow: ActedFigures;
  let fast: ActedFigures;
  // Beside each other: most of it is waiting.
  beforeAll(async () => {
    [slow, fast] = (await Promise.all(SPEEDS.map(liveAt))) as [ActedFigures, ActedFigures];
    // A limit for what hangs.
  }, 30 * MINUTES);

  test('are charged for, prepaid and given back; lost, written off and recovered', () => {
    const { lost, prepaid } = slow;
    expect([prepaid.status, lost.status]).toEqual(['CLOSED', 'CLOSED']);
    expect(prepaid.charges.some(({ refundedFen }) => refundedFen > 0)).toBe(true);
    const kinds = lost.lines.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['NON_ACCRUAL_ENTERED', 'WRITTEN_OFF', 'RECOVERED']));
    expect(lost.risk.recoveredFen).toBeGreaterThan(0);
  });

  test('come to the same figures four times as fast, on a machine that is always behind', () => {
    expect(fast).toEqual(slow);
  });
});
