import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { PORTFOLIO, WORKFLOW_TYPE_NAMES } from '../../contracts/workflowTypes';
import { type WorkflowProgram, workflowProgram } from '../support/workflowBundle';
import { readHistories } from '../workflow/support/histories';
import { dataConverter } from '../workflow/support/trust';
import { Replayed } from './support/replayAll';

const histories = readHistories();
let workflowBundle: WorkflowProgram;
let replayed: Replayed;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  workflowBundle = await workflowProgram();
  replayed = await Replayed.under(workflowBundle, histories);
});

test('every process with people or money in it has recorded histories', () => {
  // A run over the whole portfolio only begins those of institutions.
  const portfolio: readonly string[] = PORTFOLIO;
  const recorded = new Set(histories.map(({ type }) => type));
  const processes = WORKFLOW_TYPE_NAMES.filter((type) => !portfolio.includes(type));
  expect(processes.filter((type) => !recorded.has(type))).toEqual([]);
});

test.each(histories.map(({ name }) => name))(
  'a process that lived through %s goes on under this program',
  (name) => replayed.expectGoesOn(name),
);

test('the gate catches a program that would not go on', async () => {
  const [loan] = histories.filter(({ type }) => type === 'loan');
  if (loan === undefined) throw new Error('no history of a loan');
  const events = loan.history.events ?? [];
  const marker = events.findIndex(
    ({ markerRecordedEventAttributes }) => markerRecordedEventAttributes != null,
  );
  // As if the program of that time had not read the loan first.
  const altered = events.filter((_event, index) => index !== marker);
  for (const [index, event] of altered.entries()) Object.assign(event, { eventId: index + 1 });
  await expect(
    Worker.runReplayHistory(
      { workflowBundle, dataConverter },
      { ...loan.history, events: altered },
      loan.workflowId,
    ),
  ).rejects.toThrow(DeterminismViolationError);
});
