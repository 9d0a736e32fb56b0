import { listAudit } from '../../gateways/database/audit';
import type { SomeOperations } from '../kernel/routing/operation';
import { staff } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';

/** Who did what in the reader's institution. */
export const auditOperations = {
  listAudit: {
    who: staff('admin', 'auditor'),
    do: async ({ sql }, call) => {
      const filter = { ...call.query, institutionId: institutionOfCall(call) };
      const page = await listAudit(sql, filter, call.query);
      const items = page.items.map((row) => {
        const { actorId, actorName, ...record } = row;
        return { ...record, actor: actorId === null ? null : { id: actorId, name: actorName ?? '' } };
      });
      return { ...page, items };
    },
  },
} satisfies SomeOperations;
