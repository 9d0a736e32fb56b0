import { type Locale, textOf } from '../../contracts/locales/locale';
import { listProcesses, type OpenProcess } from '../../gateways/temporal/openProcesses';
import { businessTime } from '../kernel/businessTime';
import { inTime } from '../kernel/inTime';
import type { Metrics } from '../kernel/observability/metrics';
import { openApiDocument } from '../kernel/openapi/document';
import type { Parts } from '../kernel/parts';
import type { AnswerOf, Call, Handlers } from '../kernel/routing/call';
import { institutionOfCall } from '../kernel/security/scoped';
import { healthOf, missingForWork, missingYears } from './health';

type OperationHandlers = Pick<
  Handlers,
  'getHealth' | 'getReady' | 'getMetrics' | 'getOpenApi' | 'listWorkflows'
>;

/** Health, figures, the description of the API, and the processes for the admin. */
export function operationHandlers(parts: Parts, metrics: Metrics): OperationHandlers {
  const document = openApiDocument(parts.settings.publicUrl);
  const lookAtParts = remembered(HEALTH_FRESH_MS, () => healthOf(parts));
  const lookAtCalendar = remembered(HEALTH_FRESH_MS, () => missingYears(parts));
  return {
    getHealth: async (call) => {
      const health = await lookAtParts();
      if (health.status === 'DOWN') call.reply.status = 503;
      return health;
    },
    getReady: async (call) => {
      const waitingFor = missingForWork(await lookAtParts());
      if (waitingFor.length > 0) call.reply.status = 503;
      return { ready: waitingFor.length === 0, waitingFor };
    },
    // Not the whole health: a scrape must not wait for every part, least of all when one is down.
    getMetrics: async () => await metrics.text(await lookAtCalendar()),
    getOpenApi: async () => document,
    listWorkflows: (call) => listWorkflows(parts, call),
  };
}

/** Health is public: however often it is asked for, the parts are looked at this often. */
const HEALTH_FRESH_MS = 500;

function remembered<Value>(freshMs: number, ask: () => Promise<Value>): () => Promise<Value> {
  let last: { readonly at: number; readonly value: Promise<Value> } | null = null;
  return () => {
    const now = performance.now();
    if (last === null || now - last.at > freshMs) last = { at: now, value: ask() };
    return last.value;
  };
}

/** Most processes that are looked through for one page. */
const MOST_PROCESSES = 2_000;
/** Overdue by more than this, nobody can say that somebody is just about to act. */
const STUCK_AFTER_MS = 60 * 60 * 1000;

async function listWorkflows(parts: Parts, call: Call<'listWorkflows'>): Promise<AnswerOf<'listWorkflows'>> {
  const { page, pageSize, stuck } = call.query;
  const [{ nowMs }, processes] = await Promise.all([
    businessTime(parts),
    inTime(parts, () => listProcesses(parts.temporal, institutionOfCall(call), MOST_PROCESSES)),
  ]);
  const rows = processes
    .map((process) => presentProcess(process, parts, nowMs, call.locale))
    .filter((row) => stuck === 'false' || row.stuck)
    .sort((left, right) => Number(right.stuck) - Number(left.stuck));
  const from = (page - 1) * pageSize;
  return { items: rows.slice(from, from + pageSize), page, pageSize, total: rows.length };
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

function whyStuck({ status, taskFails, activityFails, dueAt }: OpenProcess, nowMs: number): string | null {
  if (status !== 'RUNNING') return 'ENDED_BADLY';
  if (taskFails) return 'TASK_FAILS';
  if (activityFails) return 'ACTIVITY_FAILS';
  return dueAt !== null && nowMs - Date.parse(dueAt) > STUCK_AFTER_MS ? 'OVERDUE' : null;
}
