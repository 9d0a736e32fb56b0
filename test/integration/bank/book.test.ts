import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import type { BankPaymentOrder } from '../../../gateways/bank';
import { type BankDriver, startBank } from '../../support/bankDriver';
import { temporaryFolder } from '../../support/sandboxProcess';

const INSTITUTION = '6222000000000001';
const BORROWER = '6222000000000002';
const DAY = isoDate('2026-01-05');

function payout(key: string, amountFen: number, changes: Partial<BankPaymentOrder> = {}): BankPaymentOrder {
  return {
    key,
    kind: 'PAYOUT',
    debitAccount: INSTITUTION,
    creditAccount: BORROWER,
    amountFen: fen(amountFen),
    valueDate: DAY,
    memo: 'disbursement',
    ...changes,
  };
}

describe('the bank keeps one payment per key in a book that adds up', () => {
  const folder = temporaryFolder();
  let bank: BankDriver;

  beforeAll(async () => {
    bank = await startBank(folder);
    await bank.openAccount(INSTITUTION, 'INSTITUTION');
    await bank.deposit(INSTITUTION, 1_000_000, { notice: 'NONE', key: 'capital' });
  });
  afterAll(() => bank.process.stop());

  it('books an order once and gives its repetition the same answer', async () => {
    const first = await bank.gateway.submitPayment(payout('once/1', 300_000));
    const again = await bank.gateway.submitPayment(payout('once/1', 300_000));
    expect(first.status).toBe('succeeded');
    expect(again).toEqual(first);
    expect(await bank.gateway.queryPayment('once/1')).toEqual(first);
    expect(await bank.balanceFen(BORROWER)).toBe(300_000);
  });

  it('refuses another order under the same key', async () => {
    await expect(bank.gateway.submitPayment(payout('once/1', 300_001))).rejects.toMatchObject({
      name: 'BankRefusedRequest',
      httpStatus: 409,
      code: 'KEY_CONFLICT',
    });
  });

  it.each([
    ['51', payout('declined/51', 999_999_999)],
    ['14', payout('declined/14-debit', 1, { debitAccount: '6222999999999999' })],
    ['14', payout('declined/14-credit', 1, { creditAccount: '0001' })],
    ['57', payout('declined/57', 1, { creditAccount: INSTITUTION })],
  ])('declines with code %s, and for ever', async (code, order) => {
    expect(await bank.gateway.submitPayment(order)).toEqual({ status: 'failed', code });
    expect(await bank.gateway.queryPayment(order.key)).toEqual({ status: 'failed', code });
  });

  it('takes a debit back once, on a later day', async () => {
    const taken = payout('back/1', 50_000, {
      ...{ kind: 'COLLECT', debitAccount: BORROWER, creditAccount: INSTITUTION },
    });
    const before = await bank.balanceFen(INSTITUTION);
    expect((await bank.post('/payments/back%2F1/return', {})).status).toBe(404);
    await bank.gateway.submitPayment(taken);
    for (let time = 1; time <= 2; time += 1)
      expect((await bank.post('/payments/back%2F1/return', {})).status).toBe(200);
    expect(await bank.balanceFen(INSTITUTION)).toBe(before);
    const { entries } = await bank.get<{ entries: { key: string; direction: string; valueDate: string }[] }>(
      `/accounts/${INSTITUTION}/entries`,
    );
    const moved = entries.filter(({ key }) => key === taken.key);
    expect(moved.map(({ direction }) => direction)).toEqual(['CREDIT', 'DEBIT']);
    expect((moved[1]?.valueDate ?? '') > DAY).toBe(true);
    expect((await bank.post('/payments/once%2F1/return', {})).status).toBe(404);
  });

  it('does not know a key that never came', async () => {
    expect(await bank.gateway.queryPayment('never/came')).toEqual({ status: 'notFound' });
  });

  it('asks the platform for its API key', async () => {
    expect((await fetch(`${bank.url}/payments/x`)).status).toBe(401);
    expect((await fetch(`${bank.url}/statements/2026-01-05`)).status).toBe(401);
  });

  it.each([
    ['garbage', '{'],
    ['a fraction of a fen', JSON.stringify(payout('bad/1', 1)).replace('"amountFen":1', '"amountFen":1.5')],
    ['a date that is none', JSON.stringify({ ...payout('bad/2', 1), valueDate: '2026-02-30' })],
    ['an unknown field', JSON.stringify({ ...payout('bad/3', 1), extra: 1 })],
  ])('answers %s with 400', async (_what, body) => {
    const answer = await fetch(`${bank.url}/payments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer test-api-key-0123456789' },
      body,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'REQUEST_INVALID' });
  });

  it('makes one deposit per key', async () => {
    expect((await bank.deposit(BORROWER, 500, { key: 'salary' })).status).toBe(201);
    expect((await bank.deposit(BORROWER, 500, { key: 'salary' })).status).toBe(201);
    expect((await bank.deposit(BORROWER, 501, { key: 'salary' })).status).toBe(409);
    expect(await bank.balanceFen(BORROWER)).toBe(300_500);
  });

  it('under concurrent repetition of random orders, books each key at most once', async () => {
    const before = await bank.balanceFen(INSTITUTION);
    const orders = Array.from({ length: 40 }, (_, index) => payout(`storm/${index}`, 100 + index));
    const storm = [...orders, ...orders, ...orders, ...orders].sort(() => Math.random() - 0.5);
    const outcomes = await Promise.all(storm.map((order) => bank.gateway.submitPayment(order)));
    expect(outcomes.every((outcome) => outcome.status === 'succeeded')).toBe(true);
    const paid = orders.reduce((sum, order) => sum + order.amountFen, 0);
    expect(await bank.balanceFen(INSTITUTION)).toBe(before - paid);
    const references = outcomes.map((outcome) => 'bankReference' in outcome && outcome.bankReference);
    expect(new Set(references).size).toBe(40);
  });

  it('never lets an account below zero when payments compete for the last money', async () => {
    const poor = '6222000000000077';
    await bank.deposit(poor, 1_000);
    const orders = Array.from({ length: 20 }, (_, index) =>
      payout(`race/${index}`, 300, { debitAccount: poor }),
    );
    const outcomes = await Promise.all(orders.map((order) => bank.gateway.submitPayment(order)));
    expect(outcomes.filter((outcome) => outcome.status === 'succeeded')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome.status === 'failed')).toHaveLength(17);
    expect(await bank.balanceFen(poor)).toBe(100);
  });

  it('finds the same book after an orderly end, also after a compaction', async () => {
    const before = await bank.get<unknown>('/accounts');
    expect(await bank.process.stop()).toBe(0);
    bank = await startBank(folder);
    expect(await bank.get<unknown>('/accounts')).toEqual(before);
    expect(await bank.gateway.queryPayment('once/1')).toMatchObject({ status: 'succeeded' });
    expect(await bank.get<unknown>('/health')).toMatchObject({ status: 'ok' });
  });
});

describe('the book survives a kill at any moment', () => {
  it('keeps every payment that was answered, and none twice', async () => {
    const folder = temporaryFolder();
    let bank = await startBank(folder);
    await bank.openAccount(INSTITUTION, 'INSTITUTION');
    await bank.deposit(INSTITUTION, 100_000_000, { notice: 'NONE' });
    const answered = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      const orders = Array.from({ length: 150 }, (_, index) => payout(`kill/${round}/${index}`, 100));
      const submissions = orders.map(async (order) => {
        const outcome = await bank.gateway.submitPayment(order);
        if (outcome.status === 'succeeded') answered.add(order.key);
      });
      await new Promise((resolve) => setTimeout(resolve, 20 + 60 * Math.random()));
      await bank.process.stop('SIGKILL');
      await Promise.allSettled(submissions);
      bank = await startBank(folder);
    }
    let booked = 0;
    for (let round = 0; round < 4; round += 1) {
      for (let index = 0; index < 150; index += 1) {
        const key = `kill/${round}/${index}`;
        const outcome = await bank.gateway.queryPayment(key);
        if (outcome.status === 'succeeded') booked += 1;
        else expect(answered.has(key)).toBe(false);
      }
    }
    expect(booked).toBeGreaterThanOrEqual(answered.size);
    expect(await bank.balanceFen(INSTITUTION)).toBe(100_000_000 - booked * 100);
    expect(await bank.get<unknown>('/health')).toMatchObject({ status: 'ok', payments: booked });
    await bank.process.stop();
  });

  it('cuts off a torn last line, and refuses a book that is damaged in the middle', async () => {
    const folder = temporaryFolder();
    const first = await startBank(folder);
    await first.deposit(BORROWER, 700);
    await first.deposit(BORROWER, 50);
    await first.process.stop('SIGKILL');
    const path = join(folder, 'book.journal');
    const whole = readFileSync(path, 'utf8');
    appendFileSync(path, 'deadbeef [99,{"type":"dep');
    const second = await startBank(folder);
    expect(await second.balanceFen(BORROWER)).toBe(750);
    await second.process.stop();
    expect(readFileSync(path, 'utf8')).toBe(whole);
    writeFileSync(path, whole.replace('"amountFen":700', '"amountFen":900'));
    await expect(startBank(folder)).rejects.toThrow(/damaged at line/);
  });

  it('says in one sentence that a port is taken or a setting is wrong', async () => {
    const bank = await startBank(temporaryFolder());
    const port = String(bank.process.ready.port);
    await expect(startBank(temporaryFolder(), { BANK_PORT: port })).rejects.toThrow(/in use/);
    await expect(startBank(temporaryFolder(), { BANK_API_KEY: 'short' })).rejects.toThrow(/BANK_API_KEY/);
    await bank.process.stop();
  });
});
