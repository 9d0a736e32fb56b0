import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BankPaymentOrder, createBankGateway } from '../../../gateways/bank';

/** A bank that answers what a test says. */
const said = { answer: {} };
const server = createServer((_request, response) => response.end(JSON.stringify(said.answer)));
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

const order = { key: 'loan/1/disburse', valueDate: '2026-01-05' } as BankPaymentOrder;
const paid = {
  status: 'SUCCEEDED',
  key: order.key,
  code: '00',
  bankReference: 'ref-1',
  valueDate: '2026-01-05',
};

function submitted(answer: object): Promise<unknown> {
  said.answer = answer;
  const { port } = server.address() as AddressInfo;
  return createBankGateway({ url: `http://127.0.0.1:${port}`, apiKey: 'key' }).submitPayment(order);
}

test('an answer that the books can keep is believed', async () => {
  expect(await submitted(paid)).toEqual({
    ...{ status: 'succeeded', bankReference: 'ref-1', bankDate: '2026-01-05' },
  });
});

test.each([
  ['a reference that no text keeps', { bankReference: 'A\u0000B' }],
  ['a reference without an end', { bankReference: 'A'.repeat(65) }],
  ['a day after all days', { valueDate: '9999-12-31' }],
  ['a day before all days', { valueDate: '1999-12-31' }],
  ['a code of a decline that no text keeps', { status: 'FAILED', code: '5\u00001' }],
])('%s is no answer: the order is unknown, and asked for again', async (_what, changes) => {
  expect(await submitted({ ...paid, ...changes })).toEqual({ status: 'unknown', why: 'ANSWER_INVALID' });
});
