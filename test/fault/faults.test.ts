import { setTimeout as sleep } from 'node:timers/promises';
import { patientStage } from '../../demo/patience';
import { runBench } from '../../dev/faults/bench';
import { openVenue, type Venue } from '../../dev/faults/venue';
import { startTestPlatform, type TestPlatform } from '../support/platform';
import { chance } from './support/random';
import { AMOUNT_FEN, borrowerBeforeRelease, release } from './support/stories';

const LOANS = 8;
const FAULTS = 24;
const CLOCK_SPEED = 175_000;
const TERM_MONTHS = 3;

describe('the fault bench', () => {
  let venue: Venue;

  beforeAll(async () => {
    venue = await openVenue(CLOCK_SPEED);
  }, 240_000);

  afterAll(() => venue.leave(false), 90_000);

  it('finds all books agreed after a short run of any seed', async () => {
    const { seed } = chance();
    const report = await runBench(venue, {
      loans: LOANS,
      faults: FAULTS,
      seed,
      wave: LOANS,
      say: () => undefined,
    });
    expect(report.invariants.filter(({ holds }) => !holds)).toEqual([]);
    expect(report.closed).toBe(LOANS);
  }, 900_000);
});

describe('a bank that pays out half a minute after it was asked', () => {
  /** A business day is then shorter than all questions to the bank take. */
  const FASTER_THAN_THE_QUESTIONS = 20_000;
  const DELAY_MS = 30_000;
  let platform: TestPlatform;

  beforeAll(async () => {
    platform = await startTestPlatform({ clockSpeed: FASTER_THAN_THE_QUESTIONS });
  }, 240_000);

  afterAll(() => platform.release(), 60_000);

  it('pays out once', async () => {
    const stage = patientStage(platform);
    const { borrower, applicationId } = await borrowerBeforeRelease(stage, TERM_MONTHS);
    await stage.bank.plan({
      match: { keyPrefix: `loan/${applicationId}`, kind: 'PAYOUT' },
      behaviours: [{ kind: 'SLOW', delayMs: DELAY_MS, booked: false, times: 1 }],
    });
    const released = Date.now();
    const loanId = await release(borrower, applicationId);
    // Also what the bank would do after we hold the loan for paid out.
    await sleep(Math.max(0, released + 1.5 * DELAY_MS - Date.now()));

    const paidOut = await stage.bank.movementsOfInstitutions(`loan/${loanId}/disburse`);
    expect(paidOut.map(({ amountFen }) => amountFen)).toEqual([AMOUNT_FEN]);
    expect(await borrower.loan(loanId)).toMatchObject({ status: 'REPAYING', principalFen: AMOUNT_FEN });
  }, 300_000);
});
