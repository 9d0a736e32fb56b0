import { listAudit } from '../../gateways/database/audit';
import type { SomeOperations } from '../kernel/routing/operation';
import { staff } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';

/** Who did what in the reader's institution. */
export const auditOperations = {
  listAudit: {
    who: staff('admin', 'auditor'),
    do: async ({ prisma }, call) => {
      const filter = { ...call.query, institutionId: institutionOfCall(call) };
      const page = await listAudit(prisma, filter, call.query);
      const items = page.items.map((row) => {
        const { id, actorId, actor, ...record } = row;
        const by = actorId === null ? null : { id: actorId, name: actor?.name ?? '' };
        return { ...record, id: String(id), actor: by };
      });
      return { ...page, items };
    },
  },
} satisfies SomeOperations;
