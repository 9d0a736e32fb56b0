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

describe('failures by plan', () => {
  const folder = temporaryFolder();
  let bank: BankDriver;

  beforeAll(async () => {
    bank = await startBank(folder);
    await bank.openAccount(INSTITUTION, 'INSTITUTION');
    await bank.deposit(INSTITUTION, 1_000_000, { notice: 'NONE' });
  });
  afterAll(() => bank.process.stop());

  it('NOT_REACHED: nothing is booked, the client can only say unknown, the inquiry says not found', async () => {
    await bank.plan({ keyPrefix: 'lost/' }, { kind: 'NOT_REACHED', times: 1 });
    expect(await bank.gateway.submitPayment(order('lost/1'))).toEqual({
      status: 'unknown',
      why: 'LINE_LOST',
    });
    expect(await bank.gateway.queryPayment('lost/1')).toEqual({ status: 'notFound' });
    expect(await bank.gateway.submitPayment(order('lost/1'))).toMatchObject({ status: 'succeeded' });
  });

  it('TAKEN_NO_ANSWER: booked, "processing" for a while, then the truth, across a restart', async () => {
    await bank.plan({ keyPrefix: 'taken/' }, { kind: 'TAKEN_NO_ANSWER', concealedInquiries: 3 });
    expect(await bank.gateway.submitPayment(order('taken/1'))).toEqual({
      status: 'unknown',
      why: 'LINE_LOST',
    });
    const processing = { status: 'unknown', why: 'PROCESSING' };
    expect(await bank.gateway.queryPayment('taken/1')).toEqual(processing);
    await bank.process.stop('SIGKILL');
    bank = await startBank(folder);
    expect(await bank.gateway.submitPayment(order('taken/1'))).toEqual(processing);
    expect(await bank.gateway.queryPayment('taken/1')).toEqual(processing);
    expect(await bank.gateway.queryPayment('taken/1')).toEqual(processing);
    expect(await bank.gateway.queryPayment('taken/1')).toMatchObject({ status: 'succeeded' });
  });

  it('SLOW: no answer in time is unknown, although the bank books in the end', async () => {
    await bank.plan({ keyPrefix: 'slow/' }, SLOW);
    const submitted = bank.impatient.submitPayment(order('slow/1'));
    await bank.untilUnderWay(1);
    expect(await bank.gateway.queryPayment('slow/1')).toEqual({ status: 'notFound' });
    expect(await submitted).toEqual({ status: 'unknown', why: 'TIMEOUT' });
    await bank.untilUnderWay(0);
    expect(await bank.gateway.queryPayment('slow/1')).toMatchObject({ status: 'succeeded' });
  });

  it('HTTP_500: unknown, booked or not as planned', async () => {
    await bank.plan({ keyPrefix: 'fault/' }, { kind: 'HTTP_500' }, { kind: 'HTTP_500', booked: true });
    expect(await bank.gateway.submitPayment(order('fault/1'))).toEqual({
      status: 'unknown',
      why: 'SERVER_FAULT',
    });
    expect(await bank.gateway.submitPayment(order('fault/2'))).toEqual({
      status: 'unknown',
      why: 'SERVER_FAULT',
    });
    expect(await bank.gateway.queryPayment('fault/1')).toEqual({ status: 'notFound' });
    expect(await bank.gateway.queryPayment('fault/2')).toMatchObject({ status: 'succeeded' });
  });

  it('DECLINE: any code, in the order planned, only for what matches', async () => {
    await bank.plan(
      { account: BORROWER, keyPrefix: 'no/', kind: 'COLLECT' },
      { kind: 'DECLINE', code: '65', times: 2 },
      { kind: 'DECLINE', code: '91' },
    );
    const collect = (key: string): BankPaymentOrder => ({
      ...order(key),
      kind: 'COLLECT',
      debitAccount: BORROWER,
      creditAccount: INSTITUTION,
    });
    expect(await bank.gateway.submitPayment(order('no/0'))).toMatchObject({ status: 'succeeded' });
    expect(await bank.gateway.submitPayment(collect('no/1'))).toEqual({ status: 'failed', code: '65' });
    expect(await bank.gateway.submitPayment(collect('no/2'))).toEqual({ status: 'failed', code: '65' });
    expect(await bank.gateway.submitPayment(collect('no/3'))).toEqual({ status: 'failed', code: '91' });
    expect(await bank.gateway.submitPayment(collect('no/4'))).toMatchObject({ status: 'succeeded' });
  });

  it('an inquiry can fail by plan too, which is a fault and no outcome', async () => {
    await bank.plan({ on: 'INQUIRY', keyPrefix: 'no/0' }, { kind: 'HTTP_500' }, { kind: 'NOT_REACHED' });
    await expect(bank.gateway.queryPayment('no/0')).rejects.toMatchObject({ name: 'BankNoAnswer' });
    await expect(bank.gateway.queryPayment('no/0')).rejects.toMatchObject({ name: 'BankNoAnswer' });
    expect(await bank.gateway.queryPayment('no/0')).toMatchObject({ status: 'succeeded' });
  });

  it('lists and removes plans, and shows all of it to people', async () => {
    const { plans } = await bank.get<{ plans: unknown[] }>('/plans');
    expect(plans.length).toBeGreaterThan(3);
    const page = await (await fetch(bank.url)).text();
    expect(page).toContain('TAKEN_NO_ANSWER 1/1');
    await fetch(`${bank.url}/plans`, { method: 'DELETE' });
    expect(await bank.get<unknown>('/plans')).toEqual({ plans: [] });
  });

  it('a bank that is down is "not reached", a wrong key a refusal', async () => {
    const wrongKey = createBankGateway({ url: bank.url, apiKey: 'wrong-wrong-wrong-wrong' });
    await expect(wrongKey.submitPayment(order('x'))).rejects.toMatchObject({ httpStatus: 401 });
    const nobody = createBankGateway({ url: 'http://127.0.0.1:9', apiKey: API_KEY });
    await expect(nobody.submitPayment(order('x'))).rejects.toMatchObject({ name: 'BankNotReached' });
    await expect(nobody.queryPayment('x')).rejects.toMatchObject({ name: 'BankNotReached' });
  });

  it('logs keys and routes, but no account and no amount', () => {
    const log = JSON.stringify(bank.process.log);
    expect(log).toContain('"route":"/payments/:key"');
    expect(log).toContain('taken/1');
    expect(log).not.toContain(BORROWER);
  });
});
