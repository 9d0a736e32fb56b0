import { patientStage } from '../../demo/patience';
import type { LoanAnswer } from '../../demo/story';
import { isoDate } from '../../domain/calendar/isoDate';
import { publishedCalendar } from '../../domain/calendar/published';
import { collectionDateOf } from '../../domain/collection/collectionPlan';
import { startTestPlatform, type TestPlatform, testPlatform } from '../support/platform';
import { expectWhole, wholeLife } from './support/stories';

const TERM_MONTHS = 3;
/** A month in half a second: the machine is always behind the calendar. */
const BREAKNECK = 5_000_000;

/** A receipt as it was booked against a row of the schedule. */
interface Collected {
  readonly instalment: number;
  readonly scheduledFor: string;
  readonly scheduledFen: number;
  readonly receivedOn: string | undefined;
  readonly receivedFen: number | null | undefined;
}

/** Lives one loan on a platform, and tells what was collected when, and what else was charged. */
async function live(platform: TestPlatform): Promise<{ collected: Collected[]; otherLines: string[] }> {
  const stage = patientStage(platform);
  const { borrower, loanId } = await wholeLife(stage, TERM_MONTHS);
  await expectWhole(stage, borrower, loanId);
  const loan: LoanAnswer = await borrower.loan(loanId);
  const { lines } = await borrower.client.call('getStatement', { params: { loanId } });
  const receipts = lines.filter(({ kind }) => kind === 'RECEIVED');
  return {
    collected: loan.schedule.map(({ number, dueDate, paymentFen }, index) => ({
      instalment: number,
      scheduledFor: collectionDateOf(isoDate(dueDate), publishedCalendar()),
      scheduledFen: paymentFen,
      receivedOn: receipts[index]?.effectiveDate,
      receivedFen: receipts[index]?.amountFen,
    })),
    otherLines: lines.map(({ kind }) => kind).filter((kind) => !ORDINARY.has(kind)),
  };
}

/** What a loan that is paid as agreed has on its statement. */
const ORDINARY = new Set(['DISBURSED', 'RECEIVED', 'ACCRUED', 'PROVISIONED', 'CLASSIFIED', 'CLOSED']);

/** Nothing late, nothing more, nothing less. */
function expectAsAgreed({ collected, otherLines }: Awaited<ReturnType<typeof live>>): void {
  expect(collected).toHaveLength(TERM_MONTHS);
  for (const { scheduledFor, scheduledFen, receivedOn, receivedFen } of collected) {
    expect({ on: receivedOn, fen: receivedFen }).toEqual({ on: scheduledFor, fen: scheduledFen });
  }
  expect(otherLines).toEqual([]);
}

describe('the same figures at any speed', () => {
  it.each([
    ['fast', testPlatform],
    ['faster than the machine', () => startTestPlatform({ clockSpeed: BREAKNECK })],
  ])('%s: everything is collected on its day, to the fen, with nothing added', async (_name, start) => {
    const platform = await start();
    try {
      expectAsAgreed(await live(platform));
    } finally {
      await platform.release();
    }
  });
});
