import type { TaskId } from '../../../contracts/ids';
import type { TaskView } from '../../../contracts/tasks';
import { STAGE_TEXTS } from '../../../contracts/texts/processTexts';
import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { inWords } from '../../../workflows/case/inWords';

const at = (date: string, time: string) => instantOf(isoDate(date), time);

const task: TaskView = {
  ...{ taskId: 't' as TaskId, kind: 'RESOLVE_FAULT', role: 'admin', status: 'OPEN', claimedBy: null },
  ...{ dueAt: new Date(at('2026-01-06', '03:00')).toISOString(), escalations: 2, version: 1 },
};
const coming = {
  atMs: at('2026-01-06', '03:00'),
  realAtMs: at('2026-11-26', '22:15'),
  summary: '再次催办并升级，管理员：排除步骤故障 · Remind Admin again, and escalate: Cure a step that fails',
};
const told: Parameters<typeof inWords>[0] = {
  stage: STAGE_TEXTS.LOAN.OVERDUE,
  sinceMs: at('2026-01-05', '09:00'),
  turn: { waitingFor: 'admin', dueAtMs: at('2026-01-05', '13:00') },
  tasks: [task],
  failedStep: 'planInstalment',
  time: { publicUrl: 'https://lend.example', coming: [coming], otherThanReal: null },
  header: { caseType: 'LOAN', caseId: '0198c1f0' },
  warnings: [],
};

test('a case is told of in sentences: stage, fault, turn, since, due, tasks, what comes, where it is shown', () => {
  expect(inWords(told).split('\n\n')).toEqual([
    '**逾期，催收中 · Overdue, being collected**',
    '**步骤失败，等待管理员 Failed step, an admin is asked**: 读取贷款与下一期 · Read the loan and its next instalment',
    '等待 Waiting for: 管理员 · administrator',
    '自 Since: 2026-01-05 09:00',
    '期限 Due: 2026-01-05 13:00',
    '待办 Task: 排除步骤故障 · Cure a step that fails（管理员 · administrator），期限 due 2026-01-06 03:00，已催办 reminded，已升级 escalated: 1',
    `接下来 Next: 2026-01-06 03:00 ${coming.summary}`,
    '案件 Case: https://lend.example/api/loans/0198c1f0',
    '时间 Times: 北京时间 Beijing time',
  ]);
});

test('a clock that is not the wall’s is told of, with both times', () => {
  const text = inWords({ ...told, time: { ...told.time, otherThanReal: 1_440 } });
  expect(text).toContain('接下来 Next: 2026-01-06 03:00（实际 real: 2026-11-26 22:15）');
  expect(text).toContain("by the business clock, which is not the wall's, 1440 times as fast");
  expect(inWords({ ...told, time: { ...told.time, otherThanReal: 1 } })).toMatch(/not the wall's$/);
});

test('where nothing is waited for, a step is being carried out; of a case that is over nothing comes', () => {
  const time = { ...told.time, coming: [] };
  expect(inWords({ ...told, time })).toContain('tried again by itself');
  const over = inWords({ ...told, time, tasks: [], turn: { waitingFor: null, dueAtMs: undefined } });
  expect(over).not.toMatch(/Next|Waiting|Due/);
});

test('no code stands in it', () => {
  expect(inWords(told)).not.toMatch(/[A-Z]+_[A-Z]+|\b[A-Z]{4,}\b/);
});
