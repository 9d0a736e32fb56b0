import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { AnswerOf } from '../../../demo/client';
import { waitFor } from '../../../demo/story';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { createPool } from '../../../gateways/database/pool';
import { Api, expectProblem } from './support';

let api: Api;
let owner: Pool;
beforeAll(async () => {
  api = await Api.open();
  owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 2 });
});
afterAll(async () => {
  await owner?.end();
  await api?.platform.release();
});

/** The task of a kind about a break, once its process has put it to people. */
async function taskOf(breakId: string, kind: string): Promise<string> {
  const token = await api.staff('finance');
  return await waitFor(`${kind} of the claim`, async () => {
    const { json } = await api.ask(`/api/tasks?caseId=${breakId}&kind=${kind}`, { token });
    return (json as AnswerOf<'listTasks'>).items[0]?.id;
  });
}

test('what a payer owes back is written off by a paper that was put to its break, not by words', async () => {
  const breakId = uuidv7();
  await owner.query(
    `INSERT INTO break_case (id, institution_id, kind, reference, amount_fen, detail)
       VALUES ($1, $2, 'PAYER_CLAIM', $3, 5000, '{"direction": "OUT", "amountFen": 5000, "loanNo": "L1"}')`,
    [breakId, INSTITUTIONS[0].id, `loan/none/change/${breakId}`],
  );
  const taskId = await taskOf(breakId, 'RESOLVE_BREAK');
  const settle = async () =>
    await api.ask(`/api/tasks/${taskId}/decision`, {
      ...{ token: await api.staff('finance'), body: { decision: 'SETTLED', reason: '债务人已破产' } },
    });
  expectProblem(await settle(), 409, 'EVIDENCE_REQUIRED');
  const put = await api.ask(`/api/tasks/${taskId}/attachments?name=ruling.pdf`, {
    ...{ token: await api.staff('finance'), body: '%PDF-1.7 ruling', method: 'POST' },
    headers: { 'content-type': 'application/octet-stream' },
  });
  expect(put.status).toBe(201);
  expect((await settle()).status).toBe(200);
  const confirm = await taskOf(breakId, 'CONFIRM_BREAK');
  const answer = await api.ask(`/api/tasks/${confirm}/decision`, {
    ...{ token: await api.staff('finance2'), body: { decision: 'CONFIRM', reason: '' } },
  });
  expect(answer.status).toBe(200);
  await waitFor('the break to be settled', async () => {
    const { rows } = await owner.query('SELECT status FROM break_case WHERE id = $1', [breakId]);
    return rows[0]?.status === 'RESOLVED' ? true : undefined;
  });
});
