import { committee } from '../../../demo/committee';
import { freshCompany } from '../../../demo/people';
import { Borrower } from '../../../demo/story';
import { Api, expectProblem, freshKey } from './support';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});

test('the story of a committee: who may votes once, the minutes say it, and the money goes out once', async () => {
  const { invariants } = await committee(api.stage);
  expect(invariants.filter(({ holds }) => !holds)).toEqual([]);
});

describe('who is connected with an enterprise', () => {
  let mother: string;
  let daughter: string;
  beforeAll(async () => {
    const [one, other] = await Promise.all([
      Borrower.register(api.stage, freshCompany('JIANGNAN')),
      Borrower.register(api.stage, freshCompany('JIANGNAN')),
    ]);
    [mother, daughter] = [one.enterpriseId, other.enterpriseId];
  });

  const record = async (role: string, body: object, institution = 'JIANGNAN') =>
    api.ask(`/api/enterprises/${mother}/connections`, {
      ...{ body: { reason: 'register of shareholders', ...body }, headers: freshKey() },
      token: await api.staff(role, institution),
    });

  test('reviewers and risk say, of enterprises and people of their own institution', async () => {
    const control = { kind: 'CONTROL', otherEnterpriseId: daughter };
    expectProblem(await record('finance', control), 403, 'NOT_YOUR_ROLE');
    expectProblem(await record('risk', control, 'BEICHEN'), 404, 'NOT_FOUND');
    expectProblem(await record('risk', { kind: 'CONTROL' }), 422, 'INVALID_INPUT');
    expectProblem(await record('risk', { kind: 'CONTROL', otherEnterpriseId: mother }), 422, 'INVALID_INPUT');
    expectProblem(await record('risk', { kind: 'PERSON', userId: 'nobody' }), 422, 'INVALID_INPUT');
    expect(await record('reviewer', control)).toMatchObject({ status: 201, json: control });
    const seen = await api.ask(`/api/enterprises/${daughter}/connections`, {
      token: await api.staff('committee1'),
    });
    expect(seen.json).toMatchObject({ items: [{ ...control, enterpriseId: mother, endedAt: null }] });
  });

  test('that it is over, another person says, once', async () => {
    const recorded = await record('risk', { kind: 'INSTITUTION' });
    const { id } = recorded.json as { readonly id: string };
    const end = async (role: string, institution = 'JIANGNAN') =>
      api.ask(`/api/connections/${id}/end`, {
        ...{ body: { reason: 'the shares were sold' }, token: await api.staff(role, institution) },
      });
    expectProblem(await end('reviewer'), 403, 'NOT_YOUR_ROLE');
    expectProblem(await end('admin', 'BEICHEN'), 404, 'NOT_FOUND');
    expectProblem(await end('risk'), 409, 'SAME_PERSON_AS_REQUESTER');
    expect(await end('admin')).toMatchObject({ status: 200, json: { endReason: 'the shares were sold' } });
    expectProblem(await end('admin'), 409, 'CONNECTION_ENDED');
  });
});
