import { linkToCase } from '../../contracts/casePaths';
import { STUCK_REASONS, type StuckReason, WORKFLOW_TASK } from '../../contracts/stuck';
import { caseOfProcess, type TaskReason } from '../../contracts/tasks';
import { ACTIVITY_TEXTS } from '../../contracts/texts/processTexts';
import { type Locale, textOf } from '../../contracts/texts/texts';
import type { BusinessClock } from '../../domain/calendar/clock';
import { readStageFigures } from '../../gateways/database/agreement';
import { countFailing, failingOf, listFailing } from '../../gateways/database/failingSteps';
import { institutionsOf } from '../../gateways/database/institutions';
import { readFaultReasons } from '../../gateways/database/tasks';
import {
  countEndedBadly,
  countRunning,
  countStuck,
  isListed,
  listEndedBadly,
  listRunning,
  listStuck,
  lookInto,
  type OpenProcess,
  type PendingFailure,
  type ProcessFilter,
  type ProcessPage,
  runningOf,
} from '../../gateways/temporal/openProcesses';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { inTime } from '../kernel/processes';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { institutionOfCall } from '../kernel/security/scope';

type Row = AnswerOf<'listWorkflows'>['items'][number];

/** What a list goes through, one after the other: reasons, and all that run. */
type Section = StuckReason | 'RUNNING';

interface Search {
  readonly filter: ProcessFilter;
  /** ISO 8601, business time. */
  readonly overdueBefore: string;
}

/** A process as it was found, and why it is stuck; null: it is not. */
interface Listed {
  readonly process: OpenProcess;
  readonly reason: StuckReason | null;
  readonly failure: PendingFailure | null;
}

/** Overdue by more than this, nobody can say that somebody is just about to act. */
const OVERDUE_AFTER_MS = 60 * 60 * 1000;
/** The same in real time: on a fast clock an hour is over before anybody could act. */
const OVERDUE_AFTER_REAL_MS = 60_000;

/** Asks Temporal and the workers' notes for what is asked, a section after the other until the page is full. */
export async function listWorkflows(
  parts: Parts,
  call: Call<'listWorkflows'>,
): Promise<AnswerOf<'listWorkflows'>> {
  const { query, locale } = call;
  const search = await searchOf(parts, call);
  const sections = sectionsOf(query);
  const place = placeOf(query.after);
  const rows: Row[] = [];
  let { at, after } = place;
  while (at < sections.length && rows.length < query.pageSize) {
    const section = sections[at] ?? 'RUNNING';
    const paging = { after, pageSize: query.pageSize - rows.length };
    const page = await inTime(parts, () => readSection(parts, section, search, paging));
    const own = await notAnothers(parts, page.items, search);
    rows.push(...(await presentAll(parts, own, locale)));
    after = page.next;
    if (after === null) at += 1;
    // What Temporal shows next may have recovered too: the reader asks on.
    else if (page.items.length === 0) break;
  }
  return { items: rows, next: at < sections.length ? nameOf({ at, after }) : null };
}

/** Counts by reason and by stage. */
export async function getWorkflowFigures(
  parts: Parts,
  call: Call<'getWorkflowFigures'>,
): Promise<AnswerOf<'getWorkflowFigures'>> {
  const search = await searchOf(parts, { ...call, query: {} });
  const [running, stuck, stages] = await Promise.all([
    inTime(parts, () => countRunning(parts.temporal, search.filter)),
    Promise.all(STUCK_REASONS.map((reason) => inTime(parts, () => countSection(parts, reason, search)))),
    readStageFigures(parts.sql, search.filter.institutionId),
  ]);
  return {
    running,
    stuck: STUCK_REASONS.map((reason, index) => ({
      reason,
      why: textOf(call.locale, 'stuck', reason),
      count: stuck[index]?.count ?? 0,
      isAtLeast: stuck[index]?.isAtLeast ?? false,
    })),
    stages: stages.map(({ process, stage, open, ...ages }) => ({ process, stage, open, ages })),
  };
}

async function searchOf(
  parts: Parts,
  call: Pick<Call, 'caller'> & { readonly query: Partial<Call<'listWorkflows'>['query']> },
): Promise<Search> {
  const { process, stage, waitingFor } = call.query;
  const { clock, nowMs } = await businessTime(parts);
  const filter = { institutionId: institutionOfCall(call), type: process, stage, waitingFor };
  return { filter, overdueBefore: new Date(overdueBeforeMs(clock, nowMs)).toISOString() };
}

/** The business instant before which a due one is overdue. */
function overdueBeforeMs({ speed }: BusinessClock, nowMs: number): number {
  return nowMs - Math.max(OVERDUE_AFTER_MS, OVERDUE_AFTER_REAL_MS * speed);
}

function sectionsOf({ stuck, reason }: Call<'listWorkflows'>['query']): readonly Section[] {
  if (reason !== undefined) return [reason];
  return stuck === 'true' ? STUCK_REASONS : ['ENDED_BADLY', 'RUNNING'];
}

interface Place {
  /** Number of the section. */
  readonly at: number;
  /** Where in it; null: at its beginning. */
  readonly after: string | null;
}

const nameOf = ({ at, after }: Place): string => Buffer.from(`${at}:${after ?? ''}`).toString('base64url');

/** The place that {@link nameOf} named; of any other word the beginning. */
function placeOf(name: string | undefined): Place {
  const [, at = '0', after = ''] = /^(\d):(.*)$/s.exec(Buffer.from(name ?? '', 'base64url').toString()) ?? [];
  return { at: Number(at), after: after === '' ? null : after };
}

interface Paging {
  readonly after: string | null;
  readonly pageSize: number;
}

interface Page {
  readonly items: readonly Listed[];
  readonly next: string | null;
}

const NOTHING: Page = { items: [], next: null };

async function readSection(parts: Parts, section: Section, search: Search, paging: Paging): Promise<Page> {
  const { temporal } = parts;
  const { filter, overdueBefore } = search;
  switch (section) {
    case 'RUNNING':
      return await judged(parts, await listRunning(temporal, filter, paging), search);
    case 'ENDED_BADLY':
      return because(section, await listEndedBadly(temporal, filter, paging));
    case 'ACTIVITY_FAILS':
      return await readFailing(parts, section, search, paging);
    case 'TASK_FAILS':
      if (!(await isListed(temporal, section))) return await readFailing(parts, section, search, paging);
      return because(section, await listStuck(temporal, section, filter, overdueBefore, paging));
    case 'ACTIVITY_PAUSED':
      if (!(await isListed(temporal, section))) return NOTHING;
      return await lookedInto(
        parts,
        await listStuck(temporal, section, filter, overdueBefore, paging),
        (process, failures) => ({
          process,
          reason: section,
          failure: failures.find(({ isPaused }) => isPaused) ?? null,
        }),
      );
    default:
      return because(section, await listStuck(temporal, section, filter, overdueBefore, paging));
  }
}

interface Counted {
  readonly count: number;
  readonly isAtLeast: boolean;
}

async function countSection(parts: Parts, reason: StuckReason, search: Search): Promise<Counted> {
  const { sql, temporal } = parts;
  const { filter, overdueBefore } = search;
  const { institutionId } = filter;
  const exactly = (count: number): Counted => ({ count, isAtLeast: false });
  switch (reason) {
    case 'ENDED_BADLY':
      return await countEndedBadly(temporal, filter);
    case 'ACTIVITY_FAILS':
      return exactly(await countFailing(sql, { institutionId, tasks: false }));
    case 'TASK_FAILS':
      if (!(await isListed(temporal, reason))) {
        return exactly(await countFailing(sql, { institutionId, tasks: true }));
      }
      return exactly(await countStuck(temporal, reason, filter, overdueBefore));
    case 'ACTIVITY_PAUSED':
      if (!(await isListed(temporal, reason))) return exactly(0);
      return exactly(await countStuck(temporal, reason, filter, overdueBefore));
    default:
      return exactly(await countStuck(temporal, reason, filter, overdueBefore));
  }
}

function because(reason: StuckReason, { items, next }: ProcessPage): Page {
  return { items: items.map((process) => ({ process, reason, failure: null })), next };
}

/** Processes of which a worker noted a failing step and that, asked now, still fail. */
async function readFailing(
  parts: Parts,
  reason: 'TASK_FAILS' | 'ACTIVITY_FAILS',
  { filter }: Search,
  paging: Paging,
): Promise<Page> {
  const { sql, temporal } = parts;
  const tasks = reason === 'TASK_FAILS';
  const { institutionId } = filter;
  const noted = await listFailing(sql, { institutionId, tasks }, paging);
  const ids = [...new Set(noted.items.map(({ workflowId }) => workflowId))];
  const running = await runningOf(temporal, filter, ids);
  return await lookedInto(parts, { items: running, next: noted.next }, (process, failures) => {
    const failure = failures.find(({ step, isPaused }) => !isPaused && (step === WORKFLOW_TASK) === tasks);
    return failure === undefined ? null : { process, reason, failure };
  });
}

/** Asks each process itself which of its steps fail. @param judge null: it is not stuck any more */
async function lookedInto(
  { temporal }: Pick<Parts, 'temporal'>,
  { items, next }: ProcessPage,
  judge: (process: OpenProcess, failures: readonly PendingFailure[]) => Listed | null,
): Promise<Page> {
  const looked = await Promise.all(
    items.map(async (process) => {
      const found = await lookInto(temporal, process.workflowId);
      return judge(process, found?.failures ?? []);
    }),
  );
  return { items: looked.filter((listed) => listed !== null), next };
}

/** Without those that are by the facts another institution's, whatever they say about themselves. */
async function notAnothers(
  { sql }: Pick<Parts, 'sql'>,
  listed: readonly Listed[],
  { filter: { institutionId } }: Search,
): Promise<readonly Listed[]> {
  const owners = await institutionsOf(
    sql,
    listed.map(({ process }) => process.workflowId),
  );
  return listed.filter(({ process }) => (owners.get(process.workflowId) ?? institutionId) === institutionId);
}

/** Of processes that run, why each is stuck, if it is. */
async function judged(
  { sql }: Parts,
  { items, next }: ProcessPage,
  { overdueBefore }: Search,
): Promise<Page> {
  const failing = new Map<string, string[]>();
  const ids = items.map(({ workflowId }) => workflowId);
  for (const { workflowId, step } of await failingOf(sql, ids)) {
    failing.set(workflowId, [...(failing.get(workflowId) ?? []), step]);
  }
  const reasonOf = ({ workflowId, failedStep, dueAt, isPaused }: OpenProcess): StuckReason | null => {
    const steps = failing.get(workflowId) ?? [];
    if (steps.includes(WORKFLOW_TASK)) return 'TASK_FAILS';
    if (steps.length > 0) return 'ACTIVITY_FAILS';
    if (isPaused) return 'ACTIVITY_PAUSED';
    if (failedStep !== null) return 'WAITS_FOR_ADMIN';
    return dueAt !== null && dueAt < overdueBefore ? 'OVERDUE' : null;
  };
  return { items: items.map((process) => ({ process, reason: reasonOf(process), failure: null })), next };
}

/** Those that wait for an admin with what the admin is asked. */
async function presentAll(parts: Parts, listed: readonly Listed[], locale: Locale): Promise<readonly Row[]> {
  const waiting = listed.filter(({ reason }) => reason === 'WAITS_FOR_ADMIN');
  const asked = await readFaultReasons(
    parts.prisma,
    waiting.map(({ process }) => process.workflowId),
  );
  return listed.map((each) => present(each, asked.get(each.process.workflowId) ?? null, parts, locale));
}

function present(
  { process, reason, failure }: Listed,
  asked: TaskReason | null,
  parts: Parts,
  locale: Locale,
): Row {
  const { failedStep: _step, isPaused: _paused, ...row } = process;
  return {
    ...row,
    stuck: reason !== null,
    reason,
    why: reason === null ? null : whyText(reason, failure, asked, locale),
    failing: failure === null ? null : failingStep(failure, locale),
    case: caseOf(process.workflowId, parts),
    url: temporalUrl(process, parts),
  };
}

function failingStep({ step, attempts, nextAttemptAt }: PendingFailure, locale: Locale): Row['failing'] {
  return { step, text: stepText(step, locale), attempts, nextAttemptAt };
}

/** The reason, the step and what the program said of it; or what an admin is asked about the step. */
function whyText(
  reason: StuckReason,
  failure: PendingFailure | null,
  asked: TaskReason | null,
  locale: Locale,
): string {
  const step = failure === null || failure.step === WORKFLOW_TASK ? null : stepText(failure.step, locale);
  const fault = asked === null ? null : textOf(locale, 'reasons', asked.code, asked.detail);
  return [textOf(locale, 'stuck', reason), fault, step, failure?.said ?? null]
    .filter((part) => part !== null)
    .join(' · ');
}

function stepText(step: string, locale: Locale): string {
  if (step === WORKFLOW_TASK) return textOf(locale, 'stuck', 'TASK_FAILS');
  const text = Object.hasOwn(ACTIVITY_TEXTS, step)
    ? ACTIVITY_TEXTS[step as keyof typeof ACTIVITY_TEXTS]
    : null;
  if (text === null) return step;
  return locale === 'en' ? text.en : text.zh;
}

function caseOf(workflowId: string, { settings }: Parts): Row['case'] {
  const about = caseOfProcess(workflowId);
  if (about === null) return null;
  const { caseType: type, caseId: id } = about;
  return { type, id, url: linkToCase(settings.publicUrl, type, id) };
}

function temporalUrl({ workflowId, runId }: OpenProcess, { settings }: Parts): string {
  const path = [settings.temporalNamespace, 'workflows', workflowId, runId].map(encodeURIComponent);
  return `${settings.temporalUiUrl.replace(/\/+$/, '')}/namespaces/${path.join('/')}`;
}
