import { askForCheck, listChecks } from '../../gateways/database/processChecks';
import type { Parts } from '../kernel/parts';
import { callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, OPERATOR, staff } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';
import { decode, encode } from './codec';
import { healthOf, missingForWork, missingYears } from './health';
import { overview } from './overview';
import { processScope } from './processScope';
import { getWorkflowFigures, listWorkflows } from './workflows';

/** Health is public: however often it is asked for, the parts are looked at this often. */
const HEALTH_FRESH_MS = 500;
const lookAtParts = remembered(HEALTH_FRESH_MS, healthOf);
const lookAtCalendar = remembered(HEALTH_FRESH_MS, missingYears);

/** Health, figures, the description of the API, the processes for the admin, and Temporal's remote codec. */
export const platformOperations = {
  getHealth: {
    who: ANYBODY,
    do: async (parts, call) => {
      const health = await lookAtParts(parts);
      if (health.status === 'DOWN') call.reply.status = 503;
      return health;
    },
  },
  getReady: {
    who: ANYBODY,
    do: async (parts, call) => {
      const waitingFor = missingForWork(await lookAtParts(parts));
      if (waitingFor.length > 0) call.reply.status = 503;
      return { ready: waitingFor.length === 0, waitingFor };
    },
  },
  // Not the whole health: a scrape must not wait for every part, least of all when one is down.
  getMetrics: { who: ANYBODY, do: async (parts) => await parts.metrics.text(await lookAtCalendar(parts)) },
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
  encodePayloads: { who: staff('admin'), audit: 'payloads.encode', do: encode },
  decodePayloads: { who: staff('admin'), audit: 'payloads.decode', do: decode },
} satisfies SomeOperations;

function remembered<Value>(
  freshMs: number,
  ask: (parts: Parts) => Promise<Value>,
): (parts: Parts) => Promise<Value> {
  let last: { readonly at: number; readonly value: Promise<Value> } | null = null;
  return (parts) => {
    const now = performance.now();
    if (last === null || now - last.at > freshMs) last = { at: now, value: ask(parts) };
    return last.value;
  };
}
