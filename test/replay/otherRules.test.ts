import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { type RecordedHistory, readHistories } from '../workflow/support/histories';
import { dataConverter } from '../workflow/support/trust';
import { otherProgram, type StandIns } from './support/otherProgram';
import { Replayed } from './support/replayAll';

const histories = readHistories();
const STAND_INS = 'test/replay/support';
const LATER_RULES = { 'domain/parameters/parametersAt': `${STAND_INS}/laterRules` };

/** Programs that could be deployed any day: other figures, the same course. */
const PROGRAMS: readonly (readonly [does: string, standIns: StandIns])[] = [
  [
    'waits three times as long for people, under rules that change in between',
    { ...LATER_RULES, 'workflows/shared/businessTime': `${STAND_INS}/longerDeadlines` },
  ],
  [
    'waits a quarter as long for people',
    { 'workflows/shared/businessTime': `${STAND_INS}/shorterDeadlines` },
  ],
];

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
});

describe.each(PROGRAMS)('under a program that %s', (_does, standIns) => {
  let replayed: Replayed;
  beforeAll(async () => {
    replayed = await Replayed.under(await otherProgram(standIns), histories);
  });

  test.each(histories.map(({ name }) => name))('a process that lived through %s goes on', (name) =>
    replayed.expectGoesOn(name),
  );
});

describe('the gate catches a program', () => {
  const replayedUnder = async (standIns: StandIns, isMeant: (name: string) => boolean) => {
    const lengthOf = ({ history }: RecordedHistory) => history.events?.length ?? 0;
    // The longest run of it has lived through the change.
    const [meant] = histories.filter(({ name }) => isMeant(name)).sort((a, b) => lengthOf(b) - lengthOf(a));
    if (meant === undefined) throw new Error('no such history');
    const workflowBundle = await otherProgram(standIns);
    await Worker.runReplayHistory({ workflowBundle, dataConverter }, meant.history, meant.workflowId);
  };
  const isPlainLoan = (name: string) => name.startsWith('loan/a-loan-lives-from-reminder');
  const inAgenda = { 'workflows/loan/agenda': `${STAND_INS}/rulesInAgenda` };

  test('that asks its own table of rules', async () => {
    // Some step gets the answer of another one, whichever notices it first.
    await expect(replayedUnder({ ...inAgenda, ...LATER_RULES }, isPlainLoan)).rejects.toThrow(
      'Replay failed',
    );
  });

  test('and only then: by the rules of the time it goes on', async () => {
    await replayedUnder(inAgenda, isPlainLoan);
  });

  test('that looks again how long it waits', async () => {
    const rearming = { 'workflows/shared/businessTime': `${STAND_INS}/rearming` };
    const isReminded = (name: string) => name.startsWith('onboarding/a-task-that-is-not-decided');
    await expect(replayedUnder(rearming, isReminded)).rejects.toThrow(DeterminismViolationError);
  });
});

test('no table of rules is in the program that is replayed', async () => {
  const { code } = await otherProgram();
  expect(code).toContain('workflows/loan/agenda');
  expect(code).not.toMatch(/domain\/(parameters\/(parametersAt|data\/)|calendar\/(published|data\/))/);
});
