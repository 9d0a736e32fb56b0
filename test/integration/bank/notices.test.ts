import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { type BankPaymentOrder, verifyNotice } from '../../../gateways/bank';
import { type BankDriver, NOTICE_SECRET, startBank } from '../../support/bankDriver';
import { temporaryFolder } from '../../support/sandboxProcess';
import { noticeHeaders } from '../../support/signedNotice';

const INSTITUTION = '6222000000000001';
const BORROWER = '6222000000000002';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly atMs: number;
}

function order(key: string): BankPaymentOrder {
  const valueDate = isoDate('2026-01-05');
  return {
    key,
    kind: 'PAYOUT',
    debitAccount: INSTITUTION,
    creditAccount: BORROWER,
    amountFen: fen(1_000),
    valueDate,
    memo: '',
  };
}

describe('signed notices', () => {
  const folder = temporaryFolder();
  const received: Received[] = [];
  let refusals = 0;
  let platform: Server;
  let bank: BankDriver;
  let noticeUrl: string;

  const about = (key: string) =>
    received
      .map(({ body }) => JSON.parse(body) as { key?: string; status: string; noticeId: string })
      .filter((notice) => notice.key === key);
  const until = async (holds: () => boolean) => {
    for (let waited = 0; !holds(); waited += 20) {
      if (waited > 30_000) throw new Error('waited too long');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  beforeAll(async () => {
    platform = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      refusals -= 1;
      if (refusals >= 0) return response.writeHead(503).end();
      received.push({ headers: request.headers, body, atMs: Date.now() });
      return response.writeHead(204).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => platform.once('listening', resolve));
    noticeUrl = `http://127.0.0.1:${(platform.address() as AddressInfo).port}/api/bank/notices`;
    bank = await startBank(folder, { BANK_NOTICE_URL: noticeUrl });
    await bank.openAccount(INSTITUTION, 'INSTITUTION');
    await bank.deposit(INSTITUTION, 1_000_000, { notice: 'NONE' });
  });
  afterAll(async () => {
    await bank.process.stop();
    platform.close();
  });

  it('tells the outcome of a payment, signed', async () => {
    await bank.gateway.submitPayment(order('notice/1'));
    await until(() => about('notice/1').length === 1);
    const [{ body, headers } = { body: '', headers: {} }] = received;
    const verified = verifyNotice(headers, Buffer.from(body), NOTICE_SECRET, Date.now());
    expect(verified).toMatchObject({
      ok: true,
      value: {
        notice: { kind: 'PAYMENT', key: 'notice/1', status: 'SUCCEEDED', code: '00', amountFen: 1_000 },
      },
    });
  });

  it('is refused when forged, altered, old, from the future or incomplete', () => {
    const [{ body, headers } = { body: '', headers: {} as IncomingHttpHeaders }] = received;
    const now = Number(headers['x-bank-timestamp']) * 1_000;
    const code = (...input: Parameters<typeof verifyNotice>) => {
      const verified = verifyNotice(...input);
      return verified.ok ? 'accepted' : verified.refusal.code;
    };
    expect(code(headers, body, NOTICE_SECRET, now)).toBe('accepted');
    expect(code(headers, body, 'another-secret-0123456789', now)).toBe('NOTICE_SIGNATURE_WRONG');
    expect(code(headers, body.replace('1000', '9000'), NOTICE_SECRET, now)).toBe('NOTICE_SIGNATURE_WRONG');
    const moved = { ...headers, 'x-bank-timestamp': String(now / 1_000 + 1_000) };
    expect(code(moved, body, NOTICE_SECRET, now)).toBe('NOTICE_SIGNATURE_WRONG');
    expect(code({ ...headers, 'x-bank-signature': 'zz' }, body, NOTICE_SECRET, now)).toBe(
      'NOTICE_SIGNATURE_WRONG',
    );
    expect(code(headers, body, NOTICE_SECRET, now + 301_000)).toBe('NOTICE_OUTSIDE_WINDOW');
    expect(code(headers, body, NOTICE_SECRET, now - 301_000)).toBe('NOTICE_OUTSIDE_WINDOW');
    expect(code({}, body, NOTICE_SECRET, now)).toBe('NOTICE_HEADERS_MISSING');
  });

  it('is kept with the words of a payer that no text can hold, and refused with such words of the bank', () => {
    const notice = {
      noticeId: '0198c1f0-0000-7000-8000-00000000abcd',
      kind: 'INCOMING',
      sequence: 1,
      amountFen: 5,
      valueDate: '2026-01-05',
      bankReference: 'B1',
      account: INSTITUTION,
      memo: 'half \ud800, \u0000',
      payer: '王芳',
    };
    const take = (body: string) => {
      return verifyNotice(noticeHeaders(body, NOTICE_SECRET), body, NOTICE_SECRET, Date.now());
    };
    expect(take(JSON.stringify(notice))).toMatchObject({
      value: { notice: { amountFen: 5, memo: 'half \ufffd, \ufffd', payer: '王芳' } },
    });
    const refused = take(JSON.stringify({ ...notice, bankReference: 'B\u0000' }));
    expect(refused).toMatchObject({ refusal: { code: 'NOTICE_INVALID' } });
  });

  it('comes twice under one dedupe key when planned', async () => {
    await bank.plan({ keyPrefix: 'notice/2' }, { kind: 'NORMAL', notice: 'TWICE' });
    await bank.gateway.submitPayment(order('notice/2'));
    await until(() => about('notice/2').length === 2);
    const [first, second] = about('notice/2');
    expect(second?.noticeId).toBe(first?.noticeId);
  });

  it('comes late when planned, and not at all when planned', async () => {
    await bank.plan(
      { keyPrefix: 'notice/3' },
      { kind: 'NORMAL', notice: 'LATE', noticeDelayMs: 4_000 },
      { kind: 'NORMAL', notice: 'NONE' },
    );
    await bank.gateway.submitPayment(order('notice/3/late'));
    await bank.gateway.submitPayment(order('notice/3/none'));
    expect(about('notice/3/late')).toHaveLength(0);
    await until(() => about('notice/3/late').length === 1);
    expect(about('notice/3/none')).toHaveLength(0);
  });

  it('comes out of order when planned: the final word first, "processing" after it', async () => {
    await bank.plan({ keyPrefix: 'notice/4' }, { kind: 'NORMAL', notice: 'OUT_OF_ORDER' });
    await bank.gateway.submitPayment(order('notice/4'));
    await until(() => about('notice/4').length === 2);
    expect(about('notice/4').map((notice) => notice.status)).toEqual(['SUCCEEDED', 'PROCESSING']);
  });

  it('is spoken by somebody else when planned: the opposite, wrongly signed, once', async () => {
    await bank.plan({ keyPrefix: 'notice/6' }, { kind: 'NORMAL', notice: 'FORGED' });
    await bank.gateway.submitPayment(order('notice/6'));
    await until(() => about('notice/6').length === 1);
    expect(about('notice/6')).toMatchObject([{ status: 'FAILED', code: '14', amountFen: 1_000 }]);
    const [{ body, headers } = { body: '', headers: {} }] = received.filter((post) =>
      post.body.includes('notice/6'),
    );
    expect(verifyNotice(headers, body, NOTICE_SECRET, Date.now())).toMatchObject({
      refusal: { code: 'NOTICE_SIGNATURE_WRONG' },
    });
    expect(await bank.gateway.queryPayment('notice/6')).toMatchObject({ status: 'succeeded' });
  });

  it('tells of another amount when planned, and of the day on which the bank booked', async () => {
    const behaviour = { kind: 'NORMAL', notice: 'OTHER_AMOUNT', bookedDaysLater: 1 };
    await bank.plan({ keyPrefix: 'notice/7' }, behaviour);
    const asked = order('notice/7');
    await bank.gateway.submitPayment(asked);
    await until(() => about('notice/7').length === 1);
    expect(about('notice/7')).toMatchObject([
      { status: 'SUCCEEDED', amountFen: 1_001, valueDate: addDays(asked.valueDate, 1) },
    ]);
  });

  it('is repeated until it is taken, after a kill too', async () => {
    refusals = 1_000;
    await bank.gateway.submitPayment(order('notice/5'));
    await until(() => refusals < 1_000);
    await bank.process.stop('SIGKILL');
    refusals = 0;
    bank = await startBank(folder, { BANK_NOTICE_URL: noticeUrl });
    await until(() => about('notice/5').length === 1);
  });

  it('tells of money that comes in to the institution, not of money for others', async () => {
    await bank.deposit(INSTITUTION, 777, { memo: 'repayment 合同一', payer: 'Enterprise', key: 'in/1' });
    await bank.deposit(BORROWER, 778);
    await until(() => received.some(({ body }) => body.includes('INCOMING')));
    const incoming = received.filter(({ body }) => body.includes('INCOMING'));
    const [{ body, headers } = { body: '', headers: {} }] = incoming;
    expect(verifyNotice(headers, body, NOTICE_SECRET, Date.now())).toMatchObject({
      ok: true,
      value: { notice: { kind: 'INCOMING', account: INSTITUTION, amountFen: 777, memo: 'repayment 合同一' } },
    });
    expect(incoming).toHaveLength(1);
  });
});
