import type { BankPlan } from '../../demo/outside';
import { patientStage } from '../../demo/patience';
import type { Chance } from '../../dev/faults/chance';
import { type TestPlatform, testPlatform } from '../support/platform';
import { chance } from './support/random';
import { borrowerBeforeRelease, expectWhole, release, repay } from './support/stories';

const LOANS = 4;
const TERM_MONTHS = 4;
/** Faults in a row that a loan meets: on its disbursement and its first debits. */
const FAULTS = 6;

type Behaviour = BankPlan['behaviours'][number];

let platform: TestPlatform;

beforeAll(async () => {
  platform = await testPlatform();
});

afterAll(() => platform.release());

/** Something that a bank does on a bad day. */
function fault({ between, oneOf }: Chance): Behaviour {
  const concealedInquiries = Math.floor(between(0, 4));
  const noticeDelayMs = Math.floor(between(500, 8_000));
  return oneOf<Behaviour>([
    { kind: 'NOT_REACHED', times: 2 },
    { kind: 'TAKEN_NO_ANSWER', concealedInquiries, notice: 'NONE' },
    { kind: 'TAKEN_NO_ANSWER', concealedInquiries: 50, notice: 'LATE', noticeDelayMs },
    { kind: 'SLOW', delayMs: 4_000, booked: true },
    { kind: 'SLOW', delayMs: 25_000, booked: true, notice: 'TWICE' },
    { kind: 'SLOW', delayMs: 4_000, booked: false },
    { kind: 'HTTP_500', booked: true },
    { kind: 'HTTP_500', booked: false },
    { kind: 'DECLINE', code: '51' },
    { kind: 'DECLINE', code: '91' },
    { kind: 'DECLINE', code: '96' },
    { kind: 'NORMAL', notice: 'TWICE' },
    { kind: 'NORMAL', notice: 'OUT_OF_ORDER' },
    { kind: 'NORMAL', notice: 'LATE', noticeDelayMs },
  ]);
}

describe('a bank on a bad day', () => {
  it('gets every order once, and all books agree with its own', async () => {
    const luck = chance();
    const stage = patientStage(platform);
    const plans = Array.from({ length: LOANS }, () => Array.from({ length: FAULTS }, () => fault(luck)));
    const loans = await Promise.all(
      plans.map(async (behaviours) => {
        const { borrower, applicationId } = await borrowerBeforeRelease(stage, TERM_MONTHS);
        await stage.bank.plan({ match: { account: borrower.company.bankAccountNo }, behaviours });
        const loanId = await release(borrower, applicationId);
        await repay(stage, borrower, loanId);
        return { borrower, loanId };
      }),
    );
    for (const { borrower, loanId } of loans) await expectWhole(stage, borrower, loanId);
  }, 1_800_000);
});
