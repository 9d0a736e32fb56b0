import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { BreakId, InstitutionId, TaskId, UserId } from '../../contracts/ids';
import type { Actor } from '../../contracts/people';
import { decideTaskUpdate, type TimeInput } from '../../contracts/workflows';
import { INSTITUTIONS } from '../../gateways/database/baseData';
import { openBreaks } from '../../gateways/database/breaks';
import { startBreak } from '../../gateways/temporal/starts';
import { type ActSender, sendUpdate } from '../../gateways/temporal/updates';
import { eachAtOnce, untilTrue } from './flow';

const THINKS_MS = 150;
const PATIENCE_MS = 60_000;
const institutionId = INSTITUTIONS[0].id as InstitutionId;
const finance: Actor = {
  userId: 'finance of the bench' as UserId,
  roles: ['finance'],
  institutionId,
  enterpriseId: null,
};

interface Task {
  readonly id: TaskId;
  readonly workflow_id: string;
}

/** Opens cases that wait for a person, and resolves when their tasks are in the inbox. */
export async function openCases(
  owner: Pool,
  client: Client,
  time: TimeInput,
  cases: number,
): Promise<readonly Task[]> {
  const id = finance.userId;
  await owner.query(
    `INSERT INTO "user" (id, person_cipher, email) VALUES ($1, '', repeat('0', 64) || '@index.invalid')`,
    [id],
  );
  await owner.query(
    `INSERT INTO membership (id, user_id, role, institution_id) VALUES ($1, $2, 'finance', $3)`,
    [uuidv7(), id, institutionId],
  );
  const found = Array.from({ length: cases }, (_, number) => ({
    ...{ institutionId, kind: 'BALANCE' as const, reference: `bench/${number}`, amountFen: 1 },
    detail: { date: '2026-07-07', bankFen: 1, booksFen: 0, openFen: 0 },
  }));
  const ids = await openBreaks(owner, found);
  await eachAtOnce(found, (each, number) =>
    startBreak(client, { ...time, ...each, breakId: ids[number] as BreakId, isMoneyOut: false }),
  );
  const open = async () =>
    (await owner.query<Task>(`SELECT id, workflow_id FROM human_task WHERE status = 'OPEN'`)).rows;
  await untilTrue('the tasks are open', async () => (await open()).length === cases);
  return await open();
}

/**
 * A person decides one task after the other until it is over.
 * @returns milliseconds that each decision took to be answered
 */
export async function decideTasks(
  sender: ActSender,
  tasks: readonly Task[],
  isOver: () => boolean,
): Promise<readonly number[]> {
  const took: number[] = [];
  for (const { id: taskId, workflow_id: workflowId } of tasks) {
    if (isOver()) break;
    const act = { taskId, decision: 'SETTLED', reason: 'agreed by telephone' };
    const startMs = performance.now();
    const answer = await sendUpdate(sender, {
      ...{ workflowId, update: decideTaskUpdate, actor: finance, act },
      updateId: taskId,
      waitMs: PATIENCE_MS,
    });
    if (!answer.ok || answer.value === null) throw new Error(`not decided: ${JSON.stringify(answer)}`);
    took.push(performance.now() - startMs);
    await sleep(THINKS_MS);
  }
  return took;
}
