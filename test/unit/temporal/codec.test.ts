import { defaultPayloadConverter, toPayloads } from '@temporalio/common';
import { PersonalDataCodec, UnknownDataKeyError } from '../../../gateways/temporal/codec';
import { decodePayloads, encodePayloads } from '../../../gateways/temporal/codecEndpoint';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const codec = new PersonalDataCodec(`k2:${key(2)},k1:${key(1)}`);
const payloadsOf = (value: unknown) => toPayloads(defaultPayloadConverter, value) ?? [];
const clear = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('utf8');

test('payloads are unreadable without the key and come back whole', async () => {
  const secret = { legalPerson: '王伟', mobile: '13800001234' };
  const [sealed] = await codec.encode(payloadsOf(secret));
  expect(clear(sealed?.data)).not.toContain('13800001234');
  expect(clear(sealed?.metadata?.['encryption-key-id'])).toBe('k2');
  const [opened] = await codec.decode(sealed === undefined ? [] : [sealed]);
  expect(defaultPayloadConverter.fromPayload(opened ?? {})).toEqual(secret);
});

test('the same payload is never sealed twice alike', async () => {
  const [one] = await codec.encode(payloadsOf({ a: 1 }));
  const [other] = await codec.encode(payloadsOf({ a: 1 }));
  expect(one?.data).not.toEqual(other?.data);
});

test('an older key still opens what it closed; a foreign one is named', async () => {
  const old = new PersonalDataCodec(`k1:${key(1)}`);
  const sealed = await old.encode(payloadsOf({ a: 1 }));
  expect(await codec.decode(sealed)).toEqual([expect.objectContaining({ data: expect.anything() })]);
  await expect(old.decode(await codec.encode(payloadsOf({ a: 1 })))).rejects.toThrow(UnknownDataKeyError);
});

test('a changed payload is refused, not misread', async () => {
  const [sealed] = await codec.encode(payloadsOf({ amountFen: 100 }));
  const data = Buffer.from(sealed?.data ?? []);
  data[20] = (data[20] ?? 0) ^ 1;
  await expect(codec.decode([{ ...sealed, data }])).rejects.toThrow();
});

test('texts for the Temporal UI stay readable: summaries and current details', async () => {
  const summary = payloadsOf('等待审查 · Waiting for a reviewer');
  expect(await codec.encode(summary)).toEqual(summary);
  const details = payloadsOf({ definition: { type: 'loan', queryDefinitions: [] }, currentDetails: '**x**' });
  expect(await codec.encode(details)).toEqual(details);
  const [other] = await codec.encode(payloadsOf({ definition: { type: 'x' }, mobile: '13800001234' }));
  expect(clear(other?.data)).not.toContain('13800001234');
});

test('the endpoint speaks base64', async () => {
  const json = payloadsOf({ a: 1 }).map(({ metadata, data }) => ({
    metadata: { encoding: Buffer.from(metadata?.encoding ?? []).toString('base64') },
    data: Buffer.from(data ?? []).toString('base64'),
  }));
  expect(await decodePayloads(codec, await encodePayloads(codec, json))).toEqual(json);
});

test('DATA_KEYS that are none are refused at once', () => {
  expect(() => new PersonalDataCodec('')).toThrow(RangeError);
  expect(() => new PersonalDataCodec('k1:c2hvcnQ=')).toThrow(RangeError);
});
