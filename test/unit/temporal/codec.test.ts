import { generateKeyPairSync, randomUUID } from 'node:crypto';
import {
  defaultPayloadConverter,
  type Payload,
  type SerializationContext,
  toPayloads,
} from '@temporalio/common';
import type { Actor } from '../../../contracts/people';
import { banksWordCheck, noticeToTell } from '../../../gateways/bank';
import { createColumnCipher, SealError } from '../../../gateways/crypto';
import { type Claims, ClientCodec, WorkerCodec } from '../../../gateways/temporal/codec';
import { fromJson, openPayload } from '../../../gateways/temporal/codecEndpoint';
import { PayloadSeal, workflowIdOf } from '../../../gateways/temporal/payloadSeal';
import { createProofCheck, createProver } from '../../../gateways/temporal/proof';
import { noticeHeaders } from '../../support/signedNotice';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const KEYS = `k2:${key(2)},k1:${key(1)}`;
const seal = new PayloadSeal(KEYS);
const client = new ClientCodec(seal, 'default');
const { privateKey, publicKey } = keyPair('p2');
const SECRET_OF_BANK = 'a secret of the bank of 32 characters';
const claims: Claims = {
  proof: createProofCheck(`${publicKey},${keyPair('p1').publicKey}`),
  evidence: banksWordCheck(`an older one of 32 characters as well,${SECRET_OF_BANK}`),
};
const worker = new WorkerCodec(seal, 'default', claims);
const SECRET = { legalPerson: '王伟', mobile: '13800001234' };

const process = (workflowId = 'loan/1', namespace = 'default'): SerializationContext => {
  return { type: 'workflow', namespace, workflowId };
};
const step = (activityId: string, workflowId = 'loan/1'): SerializationContext => {
  return { type: 'activity', namespace: 'default', workflowId, activityId, isLocal: false };
};
const payloadsOf = (value: unknown) => toPayloads(defaultPayloadConverter, value) ?? [];
const sealed = (value: unknown, context = process()) => client.encode(payloadsOf(value), context);
const clear = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('utf8');

/** What a workflow or an activity gets to see. */
async function seen(payloads: Payload[], context: SerializationContext | undefined = process()) {
  return (await worker.decode(payloads, context)).map((payload) =>
    defaultPayloadConverter.fromPayload(payload),
  );
}

test('payloads are unreadable without the key and come back whole', async () => {
  const [payload] = await sealed(SECRET);
  expect(clear(payload?.data)).not.toContain('13800001234');
  expect(await seen(payload === undefined ? [] : [payload])).toEqual([SECRET]);
  const answer = await client.decode(await worker.encode(payloadsOf(SECRET), process()), process());
  expect(answer.map((one) => defaultPayloadConverter.fromPayload(one))).toEqual([SECRET]);
});

test('the same payload is never sealed twice alike', async () => {
  const [one] = await sealed({ a: 1 });
  const [other] = await sealed({ a: 1 });
  expect(one?.data).not.toEqual(other?.data);
});

test('an older key still opens what it closed; what a missing key closed is refused', async () => {
  const old = new PayloadSeal(`k1:${key(1)}`);
  const before = await new ClientCodec(old, 'default').encode(payloadsOf({ a: 1 }), process());
  expect(await seen(before)).toEqual([{ a: 1 }]);
  const later = await new WorkerCodec(old, 'default', claims).decode(await sealed({ a: 1 }), process());
  expect(later.map((one) => defaultPayloadConverter.fromPayload(one))).toEqual([{ $refused: 'NOT_SEALED' }]);
});

describe('a worker refuses, and throws nothing', () => {
  const notSealed = [{ $refused: 'NOT_SEALED' }];
  const elsewhere = [{ $refused: 'SEALED_ELSEWHERE' }];

  test.each([{ a: 1 }, 'a bare text', null, [1, 2], 7])('what comes in clear: %j', async (value) => {
    expect(await seen(payloadsOf(value))).toEqual(notSealed);
  });

  test('what nobody can read', async () => {
    const encoding = Buffer.from('binary/encrypted');
    const metadata = { encoding, namespace: Buffer.from('default'), 'workflow-id': Buffer.from('loan/1') };
    const data = Buffer.from('json');
    for (const payload of [{}, { metadata }, { metadata, data }, { metadata: { encoding: data }, data }]) {
      expect(await seen([payload])).toEqual([
        { $refused: expect.stringMatching(/^(NOT_SEALED|SEALED_ELSEWHERE)$/) },
      ]);
    }
  });

  test('what was changed, byte by byte', async () => {
    const [payload] = await sealed({ amountFen: 100 });
    const bytes = Buffer.from(payload?.data ?? []);
    for (let at = 0; at < bytes.length; at += 1) {
      const data = Buffer.from(bytes);
      data[at] = (data[at] ?? 0) ^ 1;
      expect(await seen([{ ...payload, data }])).toEqual(notSealed);
    }
  });

  test('what was sealed for another process, or in another namespace', async () => {
    expect(await seen(await sealed(SECRET), process('loan/2'))).toEqual(elsewhere);
    const foreign = new WorkerCodec(seal, 'other', claims);
    const [opened] = await foreign.decode(await sealed(SECRET), process('loan/1', 'other'));
    expect(defaultPayloadConverter.fromPayload(opened ?? {})).toEqual({ $refused: 'SEALED_ELSEWHERE' });
  });

  test('what says that it was sealed for this process, and was not', async () => {
    const [mine] = await sealed(SECRET);
    const [other] = await sealed(SECRET, process('loan/2'));
    expect(await seen([{ ...other, ...(mine?.metadata && { metadata: mine.metadata }) }])).toEqual(notSealed);
  });

  test('the result of another step, or what the process itself was told', async () => {
    expect(await seen(await sealed({ paid: true }, step('7')), step('7'))).toEqual([{ paid: true }]);
    expect(await seen(await sealed({ paid: true }, step('7')), step('8'))).toEqual(elsewhere);
    expect(await seen(await sealed({ paid: true }), step('7'))).toEqual(elsewhere);
    expect(await seen(await sealed({ paid: true }, step('7')), process())).toEqual(elsewhere);
  });

  test('what belongs to no process', async () => {
    expect(await worker.decode(await sealed(SECRET))).toEqual(
      await worker.decode(await sealed(SECRET), process('x')),
    );
    const [ofNobody = {}] = await worker.encode(payloadsOf(SECRET));
    expect(clear(ofNobody.data)).not.toContain('13800001234');
    expect(await worker.decode([ofNobody])).toEqual(await worker.decode(await sealed(SECRET), process('x')));
    expect(await seen([ofNobody])).toEqual(elsewhere);
  });
});

test('a client takes no answer that a worker of ours has not sealed', async () => {
  await expect(client.decode(payloadsOf({ ok: true }), process())).rejects.toThrow(SealError);
  await expect(client.decode(await sealed({ ok: true }, process('loan/2')), process())).rejects.toThrow(
    SealError,
  );
});

test('texts for the Temporal UI stay readable: summaries and current details', async () => {
  const summary = payloadsOf('等待审查 · Waiting for a reviewer');
  expect(await worker.encode(summary, process())).toEqual(summary);
  expect(await client.decode(summary, process())).toEqual(summary);
  const details = payloadsOf({ definition: { type: 'loan', queryDefinitions: [] }, currentDetails: '**x**' });
  expect(await worker.encode(details, process())).toEqual(details);
  const [other] = await sealed({ definition: { type: 'x' }, mobile: '13800001234' });
  expect(clear(other?.data)).not.toContain('13800001234');
});

test('the endpoint opens without knowing the process, and tells whose it is', async () => {
  const inJson = (payload: Payload) => {
    const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
    const words = Object.entries(payload.metadata ?? {}).map(([name, value]) => [name, base64(value)]);
    return { metadata: Object.fromEntries(words) as Record<string, string>, data: base64(payload.data) };
  };
  const [payload = {}] = await sealed({ a: 1 }, step('7', 'application/1'));
  const [inClear = {}] = payloadsOf({ a: 1 });
  const asked = fromJson(inJson(payload));
  expect(workflowIdOf(asked)).toBe('application/1');
  expect(openPayload(seal, asked)).toEqual(inJson(inClear));
  expect(workflowIdOf(inClear)).toBeNull();
  expect(openPayload(seal, inClear)).toEqual(inJson(inClear));
  const moved = fromJson({
    ...inJson(payload),
    metadata: inJson((await sealed({ a: 1 }))[0] ?? {}).metadata,
  });
  expect(() => openPayload(seal, moved)).toThrow(SealError);
});

test('what was sealed for a column opens for no payload: each purpose has keys of its own', async () => {
  const place = { table: 'default', column: 'loan/1', id: 'null' };
  const [payload = {}] = await sealed({ a: 1 });
  const column = createColumnCipher(KEYS).encrypt('{"a":1}', place);
  expect(await seen([{ ...payload, data: column }])).toEqual([{ $refused: 'NOT_SEALED' }]);
});

test('DATA_KEYS that are none are refused at once', () => {
  expect(() => new PayloadSeal('')).toThrow(RangeError);
  expect(() => new PayloadSeal('k1:c2hvcnQ=')).toThrow(RangeError);
});

describe('an act of a person', () => {
  const actor = {
    userId: 'u1',
    roles: ['reviewer'],
    institutionId: 'i1',
    enterpriseId: null,
  } as unknown as Actor;
  const of = { actor, act: 'decideTask', workflowId: 'loan/1' };
  const decision = { taskId: 't1', decision: 'APPROVE', reason: '', bankCode: undefined };
  const signed = createProver(privateKey)(decision, of);
  const notProven = [{ $refused: 'NOT_PROVEN' }];

  test('comes with what the API has proved', async () => {
    const { bankCode: _none, ...said } = decision;
    expect(await seen(await sealed(signed))).toEqual([
      expect.objectContaining({ ...said, proof: signed.proof }),
    ]);
    expect(signed.proof).toEqual({ ...of, untilMs: expect.any(Number) });
  });

  test.each([
    ['another decision', { ...signed, decision: 'REJECT' }],
    ['another person', { ...signed, proof: { ...signed.proof, actor: { ...actor, userId: 'u2' as never } } }],
    ['another act', { ...signed, proof: { ...signed.proof, act: 'withdraw' } }],
    ['another process', { ...signed, proof: { ...signed.proof, workflowId: 'loan/2' } }],
    ['a longer time', { ...signed, proof: { ...signed.proof, untilMs: signed.proof.untilMs + 1 } }],
    ['something more', { ...signed, loanId: 'l1' }],
    ['no signature', { ...decision, proof: signed.proof }],
    ['a signature that is none', { ...signed, signature: 7 }],
    ['a key that nobody knows', { ...signed, signature: signed.signature.replace('p2', 'p9') }],
    ["another key's name", { ...signed, signature: signed.signature.replace('p2', 'p1') }],
    ['a key of a stranger', createProver(keyPair('p2').privateKey)(decision, of)],
  ])('is refused with %s', async (_what, message) => {
    expect(await seen(await sealed(message))).toEqual(notProven);
  });
});

describe('a word of the bank', () => {
  const body = JSON.stringify({
    ...{ noticeId: randomUUID(), sequence: 1, kind: 'PAYMENT', status: 'SUCCEEDED', code: '00' },
    ...{ key: 'loan/1/disburse', amountFen: 100, valueDate: '2026-01-05', bankReference: 'B1' },
  });
  const evidenceOf = (secret: string) => {
    const headers = noticeHeaders(body, secret, 'n', 0);
    const [timestamp, nonce, signature] = Object.values(headers);
    return { body, timestamp, nonce, signature };
  };
  const told = noticeToTell(evidenceOf(SECRET_OF_BANK)) ?? ({} as never);

  test('comes with what the bank has signed, however long ago', async () => {
    expect(told).toMatchObject({ key: 'loan/1/disburse', outcome: { bankReference: 'B1' } });
    expect(await seen(await sealed(told))).toEqual([told]);
  });

  test.each([
    ['another outcome', { ...told, outcome: { status: 'FAILED', code: '51' } }],
    ['another order', { ...told, key: 'loan/2/disburse' }],
    ['another amount', { ...told, amountFen: 1 }],
    ['another body', { ...told, evidence: { ...told.evidence, body: body.replace('100', '900') } }],
    ['another nonce', { ...told, evidence: { ...told.evidence, nonce: 'm' } }],
    ['no evidence in it', { ...told, evidence: null }],
    ['a secret of a stranger', { ...told, evidence: evidenceOf('a secret of nobody of 32 characters') }],
  ])('is refused with %s', async (_what, message) => {
    expect(await seen(await sealed(message))).toEqual([{ $refused: 'NOT_PROVEN' }]);
  });
});

function keyPair(id: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const [pkcs8, spki] = [
    privateKey.export({ format: 'der', type: 'pkcs8' }),
    publicKey.export({ format: 'der', type: 'spki' }),
  ];
  return { privateKey: `${id}:${pkcs8.toString('base64')}`, publicKey: `${id}:${spki.toString('base64')}` };
}
