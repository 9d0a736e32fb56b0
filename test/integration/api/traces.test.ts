import type { Pool } from 'pg';
import { DEMO_PASSWORD, freshCompany, staffMail } from '../../../demo/people';
import { Borrower } from '../../../demo/story';
import { createPool } from '../../../gateways/database/pool';
import { Api } from './support';

interface Trace {
  readonly action: string;
  readonly outcome: string;
  readonly caseId: string | null;
  readonly actor: { readonly id: string } | null;
  readonly detail: { readonly requestId: string; readonly operation?: string };
}

let api: Api;
let owner: Pool;
let borrower: Borrower;
beforeAll(async () => {
  api = await Api.open();
  owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 2 });
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
});
afterAll(async () => {
  await owner?.end();
  await api?.platform.release();
});

/** What the auditor of an institution sees of an action, newest first. */
async function traces(action: string, institutionCode = 'JIANGNAN'): Promise<readonly Trace[]> {
  const token = await api.staff('auditor', institutionCode);
  const { json } = await api.ask(`/api/audit?action=${action}&pageSize=50`, { token });
  return (json as { items: readonly Trace[] }).items;
}

async function idOf(role: string): Promise<string> {
  const { json } = await api.ask('/api/me', { token: await api.staff(role) });
  return (json as { user: { id: string } }).user.id;
}

const networkOf = async ({ detail }: Trace) => {
  const { rows } = await owner.query('SELECT network FROM request_source WHERE request_id = $1', [
    detail.requestId,
  ]);
  return rows[0]?.network;
};

it('whose account is tried in vain sees it, with the network it came from; others and strangers see nothing', async () => {
  const wrong = (email: string) =>
    api.ask('/api/auth/sign-in', { body: { email, password: 'Wrong-Password-1', bearer: false } });
  await wrong(staffMail('risk', 'JIANGNAN'));
  const [newest] = await traces('session.signIn').then((found) =>
    found.filter(({ outcome }) => outcome !== 'DONE'),
  );
  expect(newest).toMatchObject({ outcome: 'WRONG_CREDENTIALS', actor: null });
  expect(newest && (await networkOf(newest))).toMatch(/^127\.0\.0\.0\/24$|^0:0:0:0::\/64$/);
  const before = (await traces('session.signIn', 'BEICHEN')).filter(
    ({ outcome }) => outcome !== 'DONE',
  ).length;
  await wrong(staffMail('risk', 'JIANGNAN'));
  await wrong('nobody@stranger.example');
  const after = (await traces('session.signIn', 'BEICHEN')).filter(
    ({ outcome }) => outcome !== 'DONE',
  ).length;
  expect(after).toBe(before);
});

it('names who asked for what is not theirs to read, and for what belongs to others', async () => {
  const reviewer = await idOf('reviewer');
  const token = await api.staff('reviewer');
  expect((await api.ask('/api/audit', { token })).status).toBe(403);
  const foreign = await api.staff('reviewer', 'BEICHEN');
  expect((await api.ask(`/api/enterprises/${borrower.enterpriseId}`, { token: foreign })).status).toBe(404);
  expect((await traces('read.refused')).filter(({ actor }) => actor?.id === reviewer)).toContainEqual(
    expect.objectContaining({
      outcome: 'NOT_YOUR_ROLE',
      detail: expect.objectContaining({ operation: 'listAudit' }),
    }),
  );
  expect(await traces('read.refused', 'BEICHEN')).toContainEqual(
    expect.objectContaining({
      outcome: 'NOT_FOUND',
      detail: expect.objectContaining({ operation: 'getEnterprise' }),
    }),
  );
});

it('says who saw personal data of others in full; a masked look and one at their own leave no trace', async () => {
  const path = `/api/enterprises/${borrower.enterpriseId}`;
  const own = async () =>
    (await traces('personalData.read')).filter(({ caseId }) => caseId === borrower.enterpriseId);
  await api.ask(path, { token: await api.staff('admin') });
  await api.ask(path, { token: await api.signIn(borrower.company.mail, DEMO_PASSWORD) });
  expect(await own()).toEqual([]);
  await api.ask(path, { token: await api.staff('reviewer') });
  expect(await own()).toMatchObject([{ outcome: 'DONE', actor: { id: await idOf('reviewer') } }]);
});

it('is part of the chain, and no story of a case', async () => {
  const { json } = await api.ask(`/api/enterprises/${borrower.enterpriseId}`, {
    token: await api.staff('reviewer'),
  });
  const { timeline } = json as { timeline: readonly { readonly act?: string }[] };
  expect(timeline.filter(({ act }) => act === 'personalData.read')).toEqual([]);
});
