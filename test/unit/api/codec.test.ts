import type { Payload } from '@temporalio/common';
import type { Parts } from '../../../api/kernel/parts';
import type { Call } from '../../../api/kernel/routing/call';
import { decode } from '../../../api/platform/codec';
import { Looks } from '../../../api/platform/looks';
import type { NewAuditRecord } from '../../../gateways/database/audit';
import { toJson } from '../../../gateways/temporal/codecEndpoint';
import { PayloadSeal } from '../../../gateways/temporal/payloadSeal';

const OWN = 'loan/0198c1f0-0000-7000-8000-00000000000a';
const FOREIGN = 'loan/0198c1f0-0000-7000-8000-00000000000b';
const [A, B] = ['0198c1f0-0000-7000-8000-000000000001', '0198c1f0-0000-7000-8000-000000000002'];

const seal = new PayloadSeal(`k1:${Buffer.alloc(32, 7).toString('base64')}`);
const text = '{"amountFen":1}';
const clear: Payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(text) };
const sealedFor = (workflowId: string) =>
  toJson(seal.seal(clear, { namespace: 'default', workflowId, activityId: null }));

const written: NewAuditRecord[] = [];
beforeEach(() => written.splice(0));

/** The rows say which institution each process is of. */
const sql = {
  query: async ({ values: [ids] }: { values: [string[]] }) => ({
    fields: [{ name: 'workflow_id' }, { name: 'institution_id' }],
    rows: ids.map((id) => [id, id === OWN ? A : id === FOREIGN ? B : null]),
  }),
};

async function opened(
  payloads: readonly ReturnType<typeof toJson>[],
  caller: object = { institution: { id: A }, emergency: null },
): Promise<string[]> {
  const looks = new Looks(
    async (record) => void written.push(record),
    () => undefined,
  );
  const parts = { payloadSeal: seal, looks, sql } as unknown as Parts;
  const call = { caller: { userId: 'somebody', roles: [], ...caller }, body: { payloads } };
  const { payloads: answered } = await decode(parts, call as unknown as Call<'decodePayloads'>);
  return answered.map(({ data }) => Buffer.from(data, 'base64').toString());
}

test("opens the own, says of another institution's that it is not opened, and records both before", async () => {
  const [own, foreign, readable] = await opened([
    sealedFor(OWN),
    sealedFor(FOREIGN),
    toJson(clear),
    sealedFor(OWN),
  ]);
  expect([own, readable]).toEqual([text, text]);
  expect(foreign).toContain('Not opened');
  expect(written.map(({ outcome, institutionId, detail }) => [outcome, institutionId, detail])).toEqual([
    ['DONE', A, { workflowId: OWN, payloads: 2 }],
    ['WITHHELD', A, { workflowId: FOREIGN, payloads: 1 }],
  ]);
});

test('a payload that says it is of an own process, and is not, does not open', async () => {
  const { data } = sealedFor(FOREIGN);
  const disguised = { ...sealedFor(OWN), data };
  await expect(opened([disguised])).rejects.toMatchObject({ code: 'PAYLOAD_NOT_READABLE' });
});

test('one that says nothing, or something strange, is nobody’s', async () => {
  const encoding = Buffer.from('binary/encrypted').toString('base64');
  const strange = {
    metadata: { encoding, 'workflow-id': Buffer.from('\u0000\n').toString('base64') },
    data: 'AAAA',
  };
  expect((await opened([{ metadata: { encoding }, data: 'AAAA' }, strange])).join()).not.toContain(text);
  expect(written).toMatchObject([{ outcome: 'WITHHELD', detail: { payloads: 2 } }]);
});

test("the operator opens no institution's, and in an emergency that one's", async () => {
  const operator = { roles: ['operator'], institution: null, emergency: null };
  expect((await opened([sealedFor(OWN)], operator)).join()).not.toContain(text);
  const looking = { ...operator, emergency: { institution: { id: A } } };
  expect(await opened([sealedFor(OWN)], looking)).toEqual([text]);
  expect((await opened([sealedFor(FOREIGN)], looking)).join()).not.toContain(text);
  expect(written.map(({ institutionId }) => institutionId)).toEqual([null, A, A]);
});
