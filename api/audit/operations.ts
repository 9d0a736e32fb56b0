import { isoDate } from '../../domain/calendar/isoDate';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { listAudit } from '../../gateways/database/audit';
import { listAuditedChanges, listAuditedFees } from '../../gateways/database/auditViews';
import type { SomeOperations } from '../kernel/routing/operation';
import { BOOKS, staff } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';

/** Who did what in the reader's institution; and each charge and change with what it went by. */
export const auditOperations = {
  listAudit: {
    who: staff('admin', 'auditor', 'risk'),
    do: async ({ prisma, cipher }, call) => {
      const filter = { ...call.query, institutionId: institutionOfCall(call) };
      const page = await listAudit(prisma, cipher, filter, call.query);
      return { ...page, items: page.items.map((row) => ({ ...row, id: String(row.id) })) };
    },
  },
  listAuditedFees: {
    who: BOOKS,
    do: ({ sql }, call) => listAuditedFees(sql, institutionOfCall(call), call.query),
  },
  listAuditedChanges: {
    who: BOOKS,
    do: async ({ sql }, call) => {
      const page = await listAuditedChanges(sql, institutionOfCall(call), call.query);
      const versionOn = (day: string) => parametersAt(isoDate(day)).versions.changes;
      return {
        ...page,
        items: page.items.map(({ effectiveOn, ...change }) => ({
          ...change,
          version: effectiveOn === null ? null : versionOn(effectiveOn),
        })),
      };
    },
  },
} satisfies SomeOperations;
