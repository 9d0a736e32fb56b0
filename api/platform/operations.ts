import { askForCheck, listChecks } from '../../gateways/database/processChecks';
import { callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, lately, OPERATOR, staff } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';
import { decode } from './codec';
import { isReady, lookAtParts, presentHealth } from './health';
import { overview } from './overview';
import { processScope } from './processScope';
import { getWorkflowFigures, listWorkflows } from './workflows';

/** Health, the description of the API, the processes for the admin, and Temporal's remote codec. */
export const platformOperations = {
  getHealth: {
    who: ANYBODY,
    do: async (parts, call) => {
      const health = await lookAtParts(parts);
      if (health.status === 'DOWN') call.reply.status = 503;
      return presentHealth(health, call.caller);
    },
  },
  getReady: {
    who: ANYBODY,
    do: async (parts, call) => {
      const ready = isReady(await lookAtParts(parts));
      if (!ready) call.reply.status = 503;
      return { ready };
    },
  },
  getOpenApi: { who: ANYBODY, do: async ({ description }) => description },
  listWorkflows: { who: staff('admin'), do: listWorkflows },
  getOverview: { who: OPERATOR, do: overview },
  getProcessScope: { who: staff('admin', 'operator'), do: processScope },
  getWorkflowFigures: { who: staff('admin'), do: getWorkflowFigures },
  checkProcesses: {
    who: staff('admin'),
    audit: 'process.check',
    do: async ({ prisma }, call) => {
      const { userId: askedBy } = callerOf(call);
      return await askForCheck(prisma, {
        id: call.subjectId,
        institutionId: institutionOfCall(call),
        askedBy,
      });
    },
  },
  listProcessChecks: {
    who: staff('admin', 'auditor'),
    do: async ({ prisma }, call) => await listChecks(prisma, institutionOfCall(call), call.query),
  },
  // An admin who is signed in reads payloads in the Temporal UI; each use is audited.
  decodePayloads: {
    who: lately('PERSONAL_DATA', staff('admin', 'operator')),
    audit: 'payloads.decode',
    recordsItself: true,
    limit: 'payloads',
    do: decode,
  },
} satisfies SomeOperations;
