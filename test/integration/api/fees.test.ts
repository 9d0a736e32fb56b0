import { randomUUID } from 'node:crypto';
import type { AnswerOf } from '../../../demo/client';
import { fees } from '../../../demo/fees';
import { waitFor } from '../../../demo/story';
import { daysBetween, isoDate } from '../../../domain/calendar/isoDate';
import { yuanText } from '../../../domain/money/text';
import { startTestPlatform } from '../../support/platform';
import { House, movedOn } from './house';
import { Api, expectProblem } from './support';

let api: Api;
/** Its enterprise borrows by the price list of the story, and is admitted while that is told. */
let house: House;
beforeAll(async () => {
  // Price lists of an institution are of the whole platform: another test has its own.
  api = Api.at(await startTestPlatform());
});
afterAll(() => api?.platform.release());

test('a fee is charged as its offer shows it; one that was paid is disputed, given back and published by numbers', async () => {
  const [{ invariants }, opened] = await Promise.all([fees(api.stage), House.open(api)]);
  house = opened;
  for (const each of invariants) expect(each).toMatchObject({ holds: true });
  const { json, text } = await api.ask('/api/fees/disputes/published');
  const { items } = json as AnswerOf<'listPublishedDisputes'>;
  expect(items).toContainEqual(
    expect.objectContaining({
      ...{ kind: 'CONSULTING', outcome: 'UPHELD_IN_PART', reasonCode: 'D702' },
      outcomeWords: { zh: '异议部分成立', en: 'The dispute was upheld in part' },
      reasonWords: { zh: '服务仅部分提供', en: 'Only a part of the service was given' },
    }),
  );
  // What staff wrote is for the customer alone.
  expect(text).not.toMatch(/second session|第二次咨询/);
});

/** By the price list of the story above: 0.5 % of the amount, for the whole term, when the loan is paid out. */
const AMOUNT_FEN = 31_415_900;
const SERVICE_FEN = 157_080;

/** To a fen, half up. */
const rounded = (top: number, bottom: number) => Math.floor((top * 2 + bottom) / (bottom * 2));

describe('a loan that is prepaid, whose fee was paid in advance', () => {
  let loanId: string;
  let feeId: string;
  let unusedFen: number;

  const feeThat = (what: string, isSo: (fee: AnswerOf<'getFee'>) => boolean) =>
    waitFor(`the fee to be ${what}`, async () => {
      const fee = await house.read<AnswerOf<'getFee'>>(`/fees/${feeId}`, 'owner');
      return isSo(fee) ? fee : undefined;
    });
  const loan = () => house.read<AnswerOf<'getLoan'>>(`/loans/${loanId}`, 'owner');
  const atBank = (prefix: string) => api.stage.bank.movementsOfInstitutions(prefix);
  const refunds = async () =>
    (await house.entries('event=FEE_REFUND')).filter(({ businessKey }) =>
      businessKey.startsWith(`fee/${feeId}/`),
    );

  beforeAll(async () => {
    // In one sum at the end: nothing falls due before.
    loanId = await house.lend({ amountFen: AMOUNT_FEN, termMonths: 12, method: 'BULLET' });
    const listed = await house.read<AnswerOf<'listFees'>>(`/fees?loanId=${loanId}`, 'owner');
    feeId = listed.items[0]?.id ?? '';
    await feeThat('collected', ({ collectedFen }) => collectedFen === SERVICE_FEN);
    await api.stage.bank.payIn(house.borrower.company.bankAccountNo, AMOUNT_FEN, randomUUID());
  });

  async function prepay() {
    const path = `/loans/${loanId}/prepayment-options?principalFen=${AMOUNT_FEN}`;
    const { options } = await house.read<AnswerOf<'getPrepaymentOptions'>>(path, 'owner');
    const [option] = options;
    const body = { principalFen: AMOUNT_FEN, amountFen: option?.cashFen, mode: option?.mode };
    const answer = await house.post(`/loans/${loanId}/prepayments`, body, 'owner');
    // Another day has begun since the options were shown.
    return answer.status === 409 ? undefined : answer;
  }

  test('lets what is unused of it fall away, by days', async () => {
    const { schedule, startDate } = await loan();
    const maturity = isoDate(schedule.at(-1)?.dueDate ?? '');
    const { json } = await waitFor('the prepayment', prepay);
    expect(json).toMatchObject({ payment: { status: 'SUCCEEDED' } });
    const { lines } = await house.read<AnswerOf<'getStatement'>>(`/loans/${loanId}/statement`, 'owner');
    const prepaidOn = isoDate(lines.find(({ kind }) => kind === 'PREPAID')?.effectiveDate ?? '');
    const [leftDays, termDays] = [prepaidOn, isoDate(startDate)].map((day) => daysBetween(day, maturity));
    unusedFen = rounded(SERVICE_FEN * (leftDays ?? 0), termDays ?? 0);
    expect(unusedFen).toBeGreaterThan(0);
    expect(unusedFen).toBeLessThan(SERVICE_FEN);
    const returned = await feeThat('given back in part', ({ refundedFen }) => refundedFen > 0);
    expect(returned).toMatchObject({
      ...{ status: 'COLLECTED', collectedFen: SERVICE_FEN, refundedFen: unusedFen, outstandingFen: 0 },
      requests: [{ kind: 'PREPAYMENT', status: 'DONE', grantedFen: unusedFen }],
    });
    expect(returned.history.map(({ type, amountFen }) => [type, amountFen]).slice(-2)).toEqual([
      ['COLLECT', SERVICE_FEN],
      ['REFUND', unusedFen],
    ]);
  });

  test('gives it back to the account that it was debited from, and says so in one letter', async () => {
    const { bankAccountNo, mail } = house.borrower.company;
    const moved = await atBank(`fee/${feeId}/`);
    expect(moved.map(({ amountFen, direction }) => [direction, amountFen])).toEqual([
      ['CREDIT', SERVICE_FEN],
      ['DEBIT', unusedFen],
    ]);
    const own = await api.stage.bank.entries(bankAccountNo);
    expect(own.filter(({ key }) => key.startsWith(`fee/${feeId}/refund/`))).toMatchObject([
      { direction: 'CREDIT', amountFen: unusedFen },
    ]);
    const letters = await waitFor('the letter', async () => {
      const texts = await api.stage.mailbox.texts(mail);
      const ofIt = texts.filter((text) => text.includes(yuanText(unusedFen)));
      return ofIt.length > 0 ? ofIt : undefined;
    });
    expect(letters).toHaveLength(1);
  });

  test('takes its income and its tax back with it, in the books and in the report of the month', async () => {
    const netFen = rounded(unusedFen * 100, 106);
    const booked = await refunds();
    expect(booked).toHaveLength(1);
    expect(['1002', '6021', '2221.01'].map((account) => movedOn(account, booked))).toEqual([
      ...[-unusedFen, netFen, unusedFen - netFen],
    ]);
    const month = booked[0]?.entryDate.slice(0, 7) ?? '';
    const events = ['FEE_BILLED', 'FEE_WAIVED', 'FEE_REFUND'];
    const entries = await Promise.all(events.map((event) => house.entries(`event=${event}`)));
    const taxed = entries.flat().filter(({ entryDate }) => entryDate.startsWith(month));
    const report = await house.read<AnswerOf<'getVatReport'>>(`/vat-reports/${month}`);
    expect(report.output.FEES).toBe(0 - movedOn('2221.01', taxed));
  });

  test('does so once: nobody can have back more than is left, and what is left once', async () => {
    await waitFor('the loan to close', async () => (await loan()).status === 'CLOSED' || undefined);
    const again = { principalFen: AMOUNT_FEN, amountFen: AMOUNT_FEN, mode: 'SHORTEN_TERM' };
    const refused = await house.post(`/loans/${loanId}/prepayments`, again, 'owner');
    expect(refused.status).toBeGreaterThanOrEqual(400);
    const relief = (amountFen: number) =>
      house.post(`/fees/${feeId}/reliefs`, { kind: 'REFUND', amountFen, reason: '协商退费' }, 'finance');
    expectProblem(await relief(SERVICE_FEN), 422, 'REFUND_ABOVE_COLLECTED');
    expect((await relief(SERVICE_FEN - unusedFen)).status).toBe(201);
    const confirm = { inboxOf: 'finance2', decision: 'CONFIRM' } as const;
    expect((await house.decide('CONFIRM_FEE_RELIEF', feeId, confirm)).status).toBe(200);
    await feeThat('refunded', ({ status }) => status === 'REFUNDED');
    const back = await atBank(`fee/${feeId}/refund/`);
    expect(back.map(({ amountFen }) => amountFen)).toEqual([unusedFen, SERVICE_FEN - unusedFen]);
    expect(movedOn('1002', await refunds())).toBe(-SERVICE_FEN);
    expectProblem(await relief(1), 422, 'REFUND_ABOVE_COLLECTED');
    await waitFor('the books to agree', async () => (await house.differences()).length === 0 || undefined);
  });
});
