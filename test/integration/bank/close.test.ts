import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { type BankPaymentOrder, createBankGateway } from '../../../gateways/bank';
import { API_KEY, type BankDriver, SLOW, startBank } from '../../support/bankDriver';
import { temporaryFolder } from '../../support/sandboxProcess';

const INSTITUTION = '6222000000000001';
const BORROWER = '6222000000000002';

function order(key: string): BankPaymentOrder {
  return {
    key,
    kind: 'PAYOUT',
    debitAccount: INSTITUTION,
    creditAccount: BORROWER,
    amountFen: fen(1_000),
    valueDate: isoDate('2026-01-05'),
    memo: '',
  };
}

describe('a key that is closed', () => {
  const folder = temporaryFolder();
  const closed = { status: 'failed', code: 'CLOSED' };
  let bank: BankDriver;
  const balance = () => bank.balanceFen(INSTITUTION);

  beforeAll(async () => {
    bank = await startBank(folder);
    await bank.openAccount(INSTITUTION, 'INSTITUTION');
    await bank.deposit(INSTITUTION, 1_000_000, { notice: 'NONE' });
  });
  afterAll(() => bank.process.stop());

  it('never pays an order that comes after, however often it comes, and says so when asked', async () => {
    const before = await balance();
    expect(await bank.gateway.closeOrder('close/1')).toEqual({ status: 'closed' });
    expect(await bank.gateway.closeOrder('close/1')).toEqual({ status: 'closed' });
    expect(await bank.gateway.queryPayment('close/1')).toEqual(closed);
    expect(await bank.gateway.submitPayment(order('close/1'))).toEqual(closed);
    expect(await bank.gateway.submitPayment(order('close/1'))).toEqual(closed);
    expect(await bank.gateway.queryPayment('close/1')).toEqual(closed);
    expect(await bank.gateway.closeOrder('close/1')).toEqual(closed);
    expect(await balance()).toBe(before);
  });

  it('never pays an order that was waiting in the bank when it was closed', async () => {
    const before = await balance();
    await bank.plan({ keyPrefix: 'close/slow' }, SLOW);
    const submitted = bank.impatient.submitPayment(order('close/slow'));
    await bank.untilUnderWay(1);
    expect(await bank.gateway.closeOrder('close/slow')).toEqual({ status: 'closed' });
    expect(await submitted).toEqual({ status: 'unknown', why: 'TIMEOUT' });
    await bank.untilUnderWay(0);
    expect(await bank.gateway.queryPayment('close/slow')).toEqual(closed);
    expect(await balance()).toBe(before);
  });

  it('stays closed after a kill', async () => {
    await bank.gateway.closeOrder('close/kill');
    await bank.process.stop('SIGKILL');
    bank = await startBank(folder);
    expect(await bank.gateway.submitPayment(order('close/kill'))).toEqual(closed);
    await bank.process.stop();
    bank = await startBank(folder);
    expect(await bank.gateway.queryPayment('close/1')).toEqual(closed);
  });

  it('is not closed when it was paid: the bank says what became of it, once it shows it', async () => {
    const paid = await bank.gateway.submitPayment(order('close/paid'));
    expect(await bank.gateway.closeOrder('close/paid')).toEqual(paid);
    await bank.plan({ keyPrefix: 'close/declined' }, { kind: 'DECLINE', code: '14' });
    await bank.gateway.submitPayment(order('close/declined'));
    expect(await bank.gateway.closeOrder('close/declined')).toEqual({ status: 'failed', code: '14' });
    await bank.plan({ keyPrefix: 'close/hidden' }, { kind: 'TAKEN_NO_ANSWER', concealedInquiries: 1 });
    await bank.gateway.submitPayment(order('close/hidden'));
    expect(await bank.gateway.closeOrder('close/hidden')).toEqual({ status: 'unknown', why: 'PROCESSING' });
    expect(await bank.gateway.closeOrder('close/hidden')).toMatchObject({ status: 'succeeded' });
  });

  it('is the answer only of a bank that closes: others can not, or did not say', async () => {
    await bank.plan(
      { on: 'CLOSE', keyPrefix: 'close/bad' },
      { kind: 'NOT_SUPPORTED' },
      { kind: 'HTTP_500' },
      { kind: 'TAKEN_NO_ANSWER' },
    );
    expect(await bank.gateway.closeOrder('close/bad')).toEqual({ status: 'unsupported' });
    await expect(bank.gateway.closeOrder('close/bad')).rejects.toMatchObject({ name: 'BankNoAnswer' });
    expect(await bank.gateway.queryPayment('close/bad')).toEqual({ status: 'notFound' });
    await expect(bank.gateway.closeOrder('close/bad')).rejects.toMatchObject({ name: 'BankNoAnswer' });
    expect(await bank.gateway.queryPayment('close/bad')).toEqual(closed);
    const stranger = createBankGateway({ url: bank.url, apiKey: 'another-key-0123456789' });
    await expect(stranger.closeOrder('close/2')).rejects.toMatchObject({ httpStatus: 401 });
    expect(API_KEY).not.toBe('another-key-0123456789');
  });
});

describe("the bank's own day", () => {
  const folder = temporaryFolder();
  let bank: BankDriver;

  beforeAll(async () => {
    bank = await startBank(folder);
    await bank.openAccount(INSTITUTION, 'INSTITUTION');
    await bank.deposit(INSTITUTION, 10_000, { notice: 'NONE', valueDate: '2026-01-02' });
  });
  afterAll(() => bank.process.stop());

  it('may be later than the order asks: answer, inquiry and that day’s file say so, with the balance of the day', async () => {
    await bank.plan({ keyPrefix: 'day/late' }, { kind: 'NORMAL', bookedDaysLater: 2 });
    const late = await bank.gateway.submitPayment(order('day/late'));
    expect(late).toMatchObject({ status: 'succeeded', bankDate: '2026-01-07' });
    expect(await bank.gateway.queryPayment('day/late')).toEqual(late);
    expect(await bank.gateway.submitPayment(order('day/now'))).toMatchObject({ bankDate: '2026-01-05' });
    const file = async (date: string) => {
      const { entries } = await bank.gateway.statementFile(isoDate(date), INSTITUTION);
      return entries.map(({ key, balanceAfterFen }) => [key, balanceAfterFen]);
    };
    // Taken first and booked last: the balance of the 5th does not know of it.
    expect(await file('2026-01-05')).toEqual([['day/now', 9_000]]);
    expect(await file('2026-01-06')).toEqual([]);
    expect(await file('2026-01-07')).toEqual([['day/late', 8_000]]);
  });
});
