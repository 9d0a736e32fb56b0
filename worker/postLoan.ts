import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { EnterpriseId, InstitutionId, PostLoanMatterId } from '../contracts/ids';
import type { TaskReason } from '../contracts/tasks';
import type { PostLoanInput, TimeInput } from '../contracts/workflows';
import { instantOf } from '../domain/calendar/clock';
import type { Database } from '../gateways/database/client';
import {
  findMattersToTell,
  findMattersWithoutProcess,
  type MatterRow,
} from '../gateways/database/postLoanMatters';
import { signalPostLoanOver } from '../gateways/temporal/queries';
import { startPostLoan } from '../gateways/temporal/starts';

interface Parts {
  readonly prisma: Database['prisma'];
  readonly sql: Database['sql'];
  readonly client: Client;
  readonly log: Logger;
}

/** Of one sweep: a bad day of many borrowers is begun over a few of them. */
const AT_ONCE = 200;

/** Begins the processes of what was raised about borrowers, and ends those of what is over by itself. */
export async function startPostLoanMatters(
  { prisma, sql, client, log }: Parts,
  timeOf: (institutionId: string) => Promise<TimeInput>,
): Promise<void> {
  const each = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>) => {
    for (const item of items) {
      await work(item).catch((error: unknown) =>
        log.warn({ err: error }, 'a post-loan matter waits for the next sweep'),
      );
    }
  };
  await each(await findMattersWithoutProcess(prisma, sql, AT_ONCE), async (matter) => {
    await startPostLoan(client, postLoanInput(matter, await timeOf(matter.institutionId)));
  });
  await each(await findMattersToTell(sql, AT_ONCE), (id) =>
    signalPostLoanOver(client, id as PostLoanMatterId),
  );
}

/** What the process of a matter begins with. Due when people go home on its last day. */
export function postLoanInput(matter: MatterRow, time: TimeInput): PostLoanInput {
  const { id, institutionId, enterpriseId, kind, indicator, dueOn } = matter;
  const [, goHome = '24:00'] = time.rules.workingTime.hours.at(-1) ?? [];
  return {
    ...time,
    ...{ matterId: id as PostLoanMatterId, institutionId: institutionId as InstitutionId },
    ...{ enterpriseId: enterpriseId as EnterpriseId, kind, indicator },
    dueAtMs: instantOf(dueOn, goHome),
    reason: reasonOf(matter),
  };
}

function reasonOf({ indicator, value, asOf, bound, grade, calledBy }: MatterRow): TaskReason {
  if (indicator !== null) {
    return {
      code: `WARNING_${indicator}`,
      detail: { value: value ?? '', bound: bound ?? '', asOf: asOf ?? '' },
    };
  }
  return calledBy === null
    ? { code: 'POST_LOAN_CHECK_DUE', detail: { grade: grade ?? '' } }
    : { code: 'POST_LOAN_CHECK_CALLED' };
}
