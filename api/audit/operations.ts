import { listAudit } from '../../gateways/database/audit';
import type { SomeOperations } from '../kernel/routing/operation';
import { staff } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';

/** Who did what in the reader's institution. */
export const auditOperations = {
  listAudit: {
    who: staff('admin', 'auditor', 'risk'),
    do: async ({ prisma, cipher }, call) => {
      const filter = { ...call.query, institutionId: institutionOfCall(call) };
      const page = await listAudit(prisma, cipher, filter, call.query);
      return { ...page, items: page.items.map((row) => ({ ...row, id: String(row.id) })) };
    },
  },
} satisfies SomeOperations;
