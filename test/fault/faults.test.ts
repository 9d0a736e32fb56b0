import { setTimeout as sleep } from 'node:timers/promises';
import { patientStage } from '../../demo/patience';
import type { LoanAnswer } from '../../demo/story';
import { type BenchReport, queueOf, runBench } from '../../dev/faults/bench';
import { openVenue, type Venue } from '../../dev/faults/venue';
import { startTestPlatform, type TestPlatform } from '../support/platform';
import { chance } from './support/random';
import { AMOUNT_FEN, borrowerBeforeRelease, release } from './support/stories';

const LOANS = 6;
const FAULTS = 18;
const CLOCK_SPEED = 175_000;
const TERM_MONTHS = 3;
/** A business day is then shorter than all questions to the bank take. */
const FASTER_THAN_THE_QUESTIONS = 20_000;
const DELAY_MS = 30_000;

let venue: Venue;
let platform: TestPlatform;
/** Both platforms mostly wait, so they live beside each other. */
let bench: Promise<BenchReport>;
let payout: ReturnType<typeof payOutLate>;

beforeAll(async () => {
  const { seed } = chance();
  [venue, platform] = await Promise.all([
    openVenue({ speed: CLOCK_SPEED, queue: queueOf(seed) }),
    startTestPlatform({ clockSpeed: FASTER_THAN_THE_QUESTIONS }),
  ]);
  bench = runBench(venue, { loans: LOANS, faults: FAULTS, seed, wave: LOANS, say: () => undefined });
  payout = payOutLate(platform);
  // Each is waited for by its own test.
  for (const one of [bench, payout]) one.catch(() => undefined);
});

afterAll(() => Promise.all([venue.leave(false), platform.release()]));

/** What the bank moved, and what became of the loan, some time after the bank has paid it out. */
async function payOutLate(
  at: TestPlatform,
): Promise<{ readonly paidOutFen: readonly number[]; readonly loan: LoanAnswer }> {
  const stage = patientStage(at);
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
  return { paidOutFen: paidOut.map(({ amountFen }) => amountFen), loan: await borrower.loan(loanId) };
}

describe('a bank that pays out half a minute after it was asked', () => {
  it('pays out once', async () => {
    const { paidOutFen, loan } = await payout;
    expect(paidOutFen).toEqual([AMOUNT_FEN]);
    expect(loan).toMatchObject({ status: 'REPAYING', principalFen: AMOUNT_FEN });
  });
});

describe('the fault bench', () => {
  it('finds all books agreed after a short run of any seed', async () => {
    const report = await bench;
    expect(report.invariants.filter(({ holds }) => !holds)).toEqual([]);
    expect(report.closed).toBe(LOANS);
    const happened = Object.values(report.faultsByKind).reduce((sum, count) => sum + count, 0);
    expect(happened).toBeGreaterThan(FAULTS / 2);
  }, 1_800_000);
});
