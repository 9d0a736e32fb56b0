import { linkToCase } from '../../contracts/casePaths';
import type { TaskView } from '../../contracts/tasks';
import { ACTIVITY_TEXTS, oneLine, ROLE_TEXTS, TASK_TEXTS } from '../../contracts/texts/processTexts';
import type { WaitingFor } from '../../contracts/workflows';
import { dateAndTime } from '../../domain/calendar/clock';
import type { BilingualText } from '../../domain/parameters/version';
import type { ActivityName } from '../shared/activities';
import type { BusinessTime, Coming } from '../shared/businessTime';
import type { CaseHeader } from './caseRecord';

/** Whose turn it is, and by when. */
export interface Turn {
  /** Null when the case is over. */
  readonly waitingFor: WaitingFor | null;
  readonly dueAtMs: number | undefined;
}

/** What is told of a case. */
interface Told {
  readonly stage: BilingualText;
  readonly sinceMs: number;
  readonly turn: Turn;
  readonly tasks: readonly TaskView[];
  /** The step that waits for its cure; null when none does. */
  readonly failedStep: ActivityName | null;
  readonly time: Times;
  readonly header: Pick<CaseHeader, 'caseType' | 'caseId'>;
  /** What was refused at the door. */
  readonly warnings: readonly string[];
}

type Times = Pick<BusinessTime, 'publicUrl' | 'coming' | 'otherThanReal'>;

/** More of what is coming tells nobody more. */
const MOST_COMING = 3;

/**
 * What the Temporal UI says of a case, in both languages and without codes: where it stands, on whom it waits since
 * when, what happens by itself and when, and where the platform shows it. Nothing personal: it is not encrypted.
 */
export function inWords({ stage, sinceMs, turn, tasks, failedStep, time, header, warnings }: Told): string {
  const { waitingFor, dueAtMs } = turn;
  const lines = [`**${oneLine(stage)}**`];
  if (failedStep !== null) {
    lines.push(
      `**步骤失败，等待管理员 Failed step, an admin is asked**: ${oneLine(ACTIVITY_TEXTS[failedStep])}`,
    );
  }
  if (waitingFor !== null) lines.push(`等待 Waiting for: ${oneLine(ROLE_TEXTS[waitingFor])}`);
  lines.push(`自 Since: ${dateAndTime(sinceMs)}`);
  if (dueAtMs !== undefined) lines.push(`期限 Due: ${dateAndTime(dueAtMs)}`);
  lines.push(...tasks.map(taskInWords));
  if (waitingFor !== null) lines.push(...comingInWords(time));
  lines.push(
    `案件 Case: ${linkToCase(time.publicUrl, header.caseType, header.caseId)}`,
    timesInWords(time),
    ...warnings,
  );
  return lines.join('\n\n');
}

/** An open task and how often its people were told. */
function taskInWords({ kind, role, dueAt, escalations }: TaskView): string {
  const escalated = escalations > 1 ? `，已升级 escalated: ${escalations - 1}` : '';
  const told = escalations > 0 ? `，已催办 reminded${escalated}` : '';
  const due = dateAndTime(Date.parse(dueAt));
  return `待办 Task: ${oneLine(TASK_TEXTS[kind])}（${oneLine(ROLE_TEXTS[role])}），期限 due ${due}${told}`;
}

function comingInWords(time: Times): string[] {
  const { coming } = time;
  if (coming.length === 0) {
    return [
      '接下来 Next: 正在执行步骤，失败会自动重试 · a step is being carried out; a failing one is tried again by itself (Pending Activities)',
    ];
  }
  return coming.slice(0, MOST_COMING).map((next) => `接下来 Next: ${comingAt(time, next)} ${next.summary}`);
}

function comingAt({ otherThanReal }: Times, { atMs, realAtMs }: Coming): string {
  const real = otherThanReal === null ? '' : `（实际 real: ${dateAndTime(realAtMs)}）`;
  return `${dateAndTime(atMs)}${real}`;
}

function timesInWords({ otherThanReal }: Times): string {
  const zone = '时间 Times: 北京时间 Beijing time';
  if (otherThanReal === null) return zone;
  const [fasterZh, faster] =
    otherThanReal === 1 ? ['', ''] : [`，${otherThanReal} 倍速`, `, ${otherThanReal} times as fast`];
  return `${zone}，业务时钟（非实际时间${fasterZh}）· by the business clock, which is not the wall's${faster}`;
}
