import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { inProject } from '../../../dev/project';

type History = temporal.api.history.v1.IHistory;

const HistoryMessage = temporal.api.history.v1.History;
const AS_TEXT = { longs: String, enums: String, bytes: String } as const;

const FOLDER = inProject('test/histories');

/** A recorded execution: what it was and where it is kept. */
export interface RecordedHistory {
  readonly type: string;
  readonly name: string;
  readonly history: History;
  /** What is sealed in it opens for this one alone. */
  readonly workflowId: string;
}

/** Histories that were kept before this run. */
const KEPT: ReadonlySet<string> = new Set(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).map((path) => join(FOLDER, path)),
);

/**
 * With RECORD_HISTORIES=1 the executions of the running test are kept as `histories/{type}/{test}.json`, unless
 * the test has some already.
 */
export function recordHistory(type: string, { events = [] }: History, workflowId: string): void {
  if (process.env.RECORD_HISTORIES !== '1') return;
  const folder = join(FOLDER, type);
  mkdirSync(folder, { recursive: true });
  const test = (expect.getState().currentTestName ?? 'unnamed').replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80);
  let path = join(folder, `${test}.json`);
  if (KEPT.has(path)) return;
  for (let nth = 2; existsSync(path); nth += 1) path = join(folder, `${test}.${nth}.json`);
  const [started, ...more] = events ?? [];
  // The server that skips time leaves it out, and what is sealed opens for its workflow alone.
  const attributes = { ...started?.workflowExecutionStartedEventAttributes, workflowId };
  const whole = { events: [{ ...started, workflowExecutionStartedEventAttributes: attributes }, ...more] };
  writeFileSync(
    path,
    `${JSON.stringify(HistoryMessage.toObject(HistoryMessage.fromObject(whole), AS_TEXT))}\n`,
  );
}

/**
 * As much of a history as can be one. The server that skips time refuses an answer that cancels a timer which fires
 * meanwhile ("invalid history builder state"; the real one takes the firing back), and forgets that it began: what
 * follows then stands where the end of that workflow task belongs, and cannot be replayed.
 * @returns all of it, or its part until the workflow task that has no end
 */
export function soundPart({ events }: History): History {
  const all = events ?? [];
  const broken = all.findIndex(
    ({ eventType }, index) =>
      eventType === EVENT.EVENT_TYPE_WORKFLOW_TASK_STARTED && !endsTask(all[index + 1]?.eventType),
  );
  return broken === -1 ? { events: all } : { events: all.slice(0, broken + 1) };
}

const EVENT = temporal.api.enums.v1.EventType;

function endsTask(type: temporal.api.enums.v1.EventType | null | undefined): boolean {
  return (
    type === EVENT.EVENT_TYPE_WORKFLOW_TASK_COMPLETED ||
    type === EVENT.EVENT_TYPE_WORKFLOW_TASK_FAILED ||
    type === EVENT.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT ||
    type === EVENT.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED
  );
}

/** All histories that are kept. */
export function readHistories(): RecordedHistory[] {
  const types = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return types.flatMap(({ name: type }) =>
    readdirSync(join(FOLDER, type))
      .filter((file) => file.endsWith('.json'))
      .map((file) => {
        const history = HistoryMessage.fromObject(JSON.parse(readFileSync(join(FOLDER, type, file), 'utf8')));
        return { type, name: `${type}/${file}`, history, workflowId: workflowIdOf(history) };
      }),
  );
}

function workflowIdOf({ events }: History): string {
  return events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? '';
}
