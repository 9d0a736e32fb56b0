import type { Answer, historyView } from '../../contracts/http';
import { type HistoryRow, listHistories, readHistory } from '../../gateways/database/histories';
import type { SomeOperations } from '../kernel/routing/operation';
import { lately, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';

/** What was done on a case, after Temporal has forgotten it. */
export const historyOperations = {
  listHistories: {
    who: staff('admin', 'auditor'),
    do: async ({ prisma }, call) => {
      const filter = { ...call.query, institutionId: institutionOfCall(call) };
      const page = await listHistories(prisma, filter, call.query);
      return { ...page, items: page.items.map(present) };
    },
  },
  readHistory: {
    who: lately('PERSONAL_DATA', staff('admin', 'auditor')),
    audit: 'process.readHistory',
    do: async ({ prisma, cipher }, call) => {
      const { historyId } = call.params;
      const { history, ...row } = found(
        await readHistory(prisma, cipher, institutionOfCall(call), historyId),
      );
      call.about(row.caseType, row.caseId);
      return { ...present(row), history };
    },
  },
} satisfies SomeOperations;

function present({ runId, ...row }: HistoryRow): Answer<typeof historyView> {
  return { id: runId, ...row };
}
