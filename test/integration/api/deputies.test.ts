import { Api, expectProblem, freshKey } from './support';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});

interface Me {
  readonly user: { readonly id: string };
}

const idOf = async (token: string) => ((await api.ask('/api/me', { token })).json as Me).user.id;
const todayPlus = async (token: string, days: number) => {
  const { businessTime } = (await api.ask('/api/health', { token })).json as { businessTime: string };
  return new Date(Date.parse(businessTime) + (8 + days * 24) * 3_600_000).toISOString().slice(0, 10);
};

test('people lend what they hold to a colleague, who is told, and take it back', async () => {
  const [approver, reviewer] = [await api.staff('approver'), await api.staff('reviewer')];
  const stranger = await api.staff('reviewer', 'BEICHEN');
  // Asked for each time: days pass between two questions.
  const days = async () => ({ from: await todayPlus(approver, 0), until: await todayPlus(approver, 20) });
  const lend = async (changes: object) =>
    api.ask('/api/delegations', {
      token: approver,
      headers: freshKey(),
      body: { roles: ['approver'], maximumFen: 1_000, reason: 'leave', ...(await days()), ...changes },
    });
  const deputyId = await idOf(reviewer);
  expectProblem(await lend({ deputyId: await idOf(approver) }), 422, 'DELEGATION_TO_SELF');
  expectProblem(await lend({ deputyId, roles: ['finance'] }), 422, 'AUTHORITY_NOT_HELD');
  expectProblem(await lend({ deputyId, until: await todayPlus(approver, 90) }), 422, 'DELEGATION_TOO_LONG');
  const past = { from: await todayPlus(approver, -60), until: await todayPlus(approver, -40) };
  expectProblem(await lend({ deputyId, ...past }), 422, 'DELEGATION_IS_OVER');
  expectProblem(await lend({ deputyId: await idOf(stranger) }), 422, 'DEPUTY_INACTIVE');

  const lent = await lend({ deputyId });
  expect(lent.status).toBe(201);
  const { id } = lent.json as { id: string };
  const notices = await api.ask('/api/notices?unread=true', { token: reviewer });
  const { items } = notices.json as { items: readonly { topic: string }[] };
  expect(items.map(({ topic }) => topic)).toContain('DELEGATION_GRANTED');
  const revoke = (token: string) => api.ask(`/api/delegations/${id}/revocation`, { method: 'POST', token });
  expectProblem(await revoke(await api.staff('approver', 'BEICHEN')), 404);
  expectProblem(await revoke(reviewer), 404);
  expect(((await revoke(approver)).json as { revokedOn: string | null }).revokedOn).not.toBeNull();
});

test('an absence is said by oneself or by an admin, and by nobody else', async () => {
  const [approver, reviewer] = [await api.staff('approver'), await api.staff('reviewer')];
  const days = { from: await todayPlus(approver, 0), until: await todayPlus(approver, 365), reason: 'ill' };
  const say = (token: string, body: object) =>
    api.ask('/api/absences', { token, headers: freshKey(), body: { ...days, ...body } });
  const userId = await idOf(reviewer);
  expectProblem(await say(approver, { userId }), 404);
  const said = await say(await api.staff('admin'), { userId });
  expect(said.status).toBe(201);
  const { id } = said.json as { id: string };
  const { json } = await api.ask('/api/absences', { token: approver });
  expect((json as { items: readonly { id: string }[] }).items.map((each) => each.id)).toContain(id);
  expect((await api.ask(`/api/absences/${id}/withdrawal`, { method: 'POST', token: reviewer })).status).toBe(
    204,
  );
});
