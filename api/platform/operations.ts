import { type Locale, type TextKey, textOf } from '../../contracts/texts/texts';
import { listProcesses, type OpenProcess } from '../../gateways/temporal/openProcesses';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { inTime } from '../kernel/processes';
import type { AnswerOf, Call } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, OPERATOR, staff } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';
import { decode, encode } from './codec';
import { healthOf, missingForWork, missingYears } from './health';
import { overview } from './overview';
import { processScope } from './processScope';

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

/** Most processes that are looked through for one page. */
const MOST_PROCESSES = 2_000;
/** Overdue by more than this, nobody can say that somebody is just about to act. */
const STUCK_AFTER_MS = 60 * 60 * 1000;

async function listWorkflows(parts: Parts, call: Call<'listWorkflows'>): Promise<AnswerOf<'listWorkflows'>> {
  const { after, pageSize, stuck } = call.query;
  const [{ nowMs }, processes] = await Promise.all([
    businessTime(parts),
    inTime(parts, () => listProcesses(parts.temporal, institutionOfCall(call), MOST_PROCESSES)),
  ]);
  const rows = processes
    .map((process) => presentProcess(process, parts, nowMs, call.locale))
    .filter((row) => stuck === 'false' || row.stuck)
    .sort((left, right) => Number(right.stuck) - Number(left.stuck));
  const from = Number(after ?? 0);
  const to = from + pageSize;
  return { items: rows.slice(from, to), next: to < rows.length ? String(to) : null };
}

function presentProcess(
  process: OpenProcess,
  { settings }: Parts,
  nowMs: number,
  locale: Locale,
): AnswerOf<'listWorkflows'>['items'][number] {
  const { taskFails: _task, activityFails: _activity, ...row } = process;
  const why = whyStuck(process, nowMs);
  const { temporalUiUrl, temporalNamespace } = settings;
  const path = [temporalNamespace, 'workflows', row.workflowId, row.runId].map(encodeURIComponent);
  return {
    ...row,
    stuck: why !== null,
    why: why === null ? null : textOf(locale, 'stuck', why),
    url: `${temporalUiUrl.replace(/\/+$/, '')}/namespaces/${path.join('/')}`,
  };
}

function whyStuck(
  { status, taskFails, activityFails, dueAt }: OpenProcess,
  nowMs: number,
): TextKey<'stuck'> | null {
  if (status !== 'RUNNING') return 'ENDED_BADLY';
  if (taskFails) return 'TASK_FAILS';
  if (activityFails) return 'ACTIVITY_FAILS';
  return dueAt !== null && nowMs - Date.parse(dueAt) > STUCK_AFTER_MS ? 'OVERDUE' : null;
}
