import { uuidv7 } from 'uuidv7';
import { addDays, isoDate } from '../domain/calendar/isoDate';
import { yuanText } from '../domain/money/text';
import { type AnswerOf, PlatformProblem } from './client';
import type { Ending, Invariant } from './invariants';
import { freshCompany } from './people';
import { Borrower, type StaffName, type Stage } from './story';

const AMOUNT_FEN = 1_200_000_000;
const TERM_MONTHS = 12;

type Sitting = AnswerOf<'getSitting'>;
type Ballot = Sitting['seats'][number]['cast'];

/**
 * A loan of ¥12,000,000 goes to the committee and then to the board: six members, of whom one steps back and five
 * vote; the chair gives the veto up; who decides for the board is away, and a deputy does. What nobody may do is tried
 * on the way.
 */
export async function committee(stage: Stage): Promise<Ending> {
  const { narrator } = stage;
  narrator.chapter(
    'An enterprise of the bank registers and applies for more than any one person may approve',
  );
  const registered = await Borrower.register(stage, freshCompany('BEICHEN'));
  const borrower = await registered.activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({
    ...{ amountFen: AMOUNT_FEN, termMonths: TERM_MONTHS, method: 'INTEREST_ONLY' },
    purpose: '新建冷链仓库 A new cold-storage warehouse',
  });
  await borrower.decide('reviewer', 'REVIEW_APPLICATION', applicationId, 'APPROVE');

  narrator.chapter('The committee votes');
  const { caseVersion, id: taskId } = await borrower.task('committee1', 'DECIDE_AS_COMMITTEE', applicationId);
  const room = new Room(stage, borrower, taskId);
  await room.putUp('risk', '仓库评估.pdf');
  const unread = await room.vote('committee1', 'YES', '', caseVersion);
  await room.recuse('committee6', '配偶任职于借款人 My spouse works for the borrower');
  for (const name of ['committee1', 'committee2', 'committee3', 'committee4'] as const)
    await room.vote(name, 'YES');
  const refused = [
    await room.vote('committee1', 'NO', '改主意了 I changed my mind'),
    await room.vote('committee6', 'YES'),
    await room.vote('reviewer', 'YES'),
    await room.vote('chair', 'YES'),
  ];
  await room.vote('committee5', 'NO', '行业集中度偏高 Too much in one trade');
  await room.vote('chair', 'NO_VETO');
  const late = await room.vote('chair', 'VETO', '太晚 Too late');
  const sitting = await room.minutes();

  narrator.chapter('The board is away: its deputy decides, and the money goes out');
  await leaveToDeputy(borrower, applicationId);
  await borrower.decide('approver', 'APPROVE_APPLICATION', applicationId, 'APPROVE');
  const deputised = await decidedForBoard(borrower, applicationId);
  await borrower.offered(applicationId);
  await borrower.takeMoney(applicationId);
  await borrower.disbursed(applicationId);
  return {
    figures: null,
    invariants: [
      ...votesHold(sitting, [unread, ...refused, late]),
      deputised,
      await toldInStory(borrower, applicationId),
      await paidOnce(stage, applicationId),
    ],
  };
}

/** A member of the board is away for thirty days, and lends its authority for a case of this size. */
async function leaveToDeputy(borrower: Borrower, applicationId: string): Promise<void> {
  await borrower.task('board', 'APPROVE_APPLICATION', applicationId);
  const [board, deputy] = [await borrower.staff('board'), await borrower.staff('approver')];
  const { user } = await deputy.call('getMe');
  const { date } = await board.call('getRules');
  const from = isoDate(date);
  const days = { from, until: addDays(from, 29), reason: '出差 On a journey' };
  await board.call('sayAbsent', { body: days, key: uuidv7() });
  await board.call('grantDelegation', {
    body: { ...days, deputyId: user.id, roles: ['board'], maximumFen: 2 * AMOUNT_FEN },
    key: uuidv7(),
  });
  borrower.say('the board is away, and lends its authority to the approver for thirty days');
}

/** The client holds the story against its contract. */
async function toldInStory(borrower: Borrower, applicationId: string): Promise<Invariant> {
  const reviewer = await borrower.staff('reviewer');
  const { timeline } = await reviewer.call('getApplication', { params: { applicationId } });
  const told = timeline.flatMap((entry) =>
    entry.kind === 'DECISION' && entry.task === 'DECIDE_AS_COMMITTEE' ? [entry.decision] : [],
  );
  return {
    name: 'the story of the case says what the committee decided',
    holds: told.join() === 'APPROVED',
    detail: told.join(),
  };
}

async function decidedForBoard(borrower: Borrower, applicationId: string): Promise<Invariant> {
  const board = await borrower.staff('board');
  const { user } = await board.call('getMe');
  const query = { kind: 'APPROVE_APPLICATION', caseId: applicationId };
  const { items } = await board.call('listTasks', { query });
  const [task] = items;
  return {
    name: 'the deputy decided on behalf of the board',
    holds: items.length === 1 && task?.outcome === 'APPROVE' && task.closedFor === user.id,
    detail: `${task?.outcome} for ${task?.closedFor === user.id ? user.name : task?.closedFor}`,
  };
}

/** Where a committee sits, as its people reach it. */
class Room {
  constructor(
    private readonly stage: Stage,
    private readonly borrower: Borrower,
    private readonly taskId: string,
  ) {}

  /** @returns the code of the refusal; null when the vote counts */
  async vote(
    name: StaffName,
    ballot: NonNullable<Ballot>['ballot'],
    reason = '',
    caseVersion?: number,
  ): Promise<string | null> {
    return await this.attempt(`${name} votes ${ballot}`, async () => {
      const person = await this.borrower.staff(name);
      const body = { ballot, reason, ...(caseVersion !== undefined && { caseVersion }) };
      return await person.call('voteOnTask', { params: { taskId: this.taskId }, body, key: uuidv7() });
    });
  }

  /** A paper more, after the members have looked at the case. */
  async putUp(name: StaffName, paper: string): Promise<void> {
    const person = await this.borrower.staff(name);
    const file = '%PDF-1.7 a valuation %%EOF';
    await person.call('attach', { params: { taskId: this.taskId }, query: { name: paper }, file });
    this.stage.narrator.say(`${name} puts up ${paper}`);
  }

  async recuse(name: StaffName, reason: string): Promise<string | null> {
    return await this.attempt(`${name} steps back: ${reason}`, async () => {
      const person = await this.borrower.staff(name);
      return await person.call('recuseFromTask', {
        params: { taskId: this.taskId },
        body: { reason },
        key: uuidv7(),
      });
    });
  }

  async minutes(): Promise<Sitting> {
    const person = await this.borrower.staff('chair');
    const sitting = await person.call('getSitting', { params: { taskId: this.taskId } });
    for (const line of sitting.minutes.split('\n')) this.stage.narrator.say(line);
    return sitting;
  }

  private async attempt(what: string, act: () => Promise<AnswerOf<'voteOnTask'>>): Promise<string | null> {
    try {
      const { yes, no, abstain } = await act();
      this.stage.narrator.say(`${what}: ${yes} yes, ${no} no, ${abstain} abstained`);
      return null;
    } catch (problem) {
      if (!(problem instanceof PlatformProblem)) throw problem;
      this.stage.narrator.say(`${what}: refused, ${problem.code}`);
      return problem.code;
    }
  }
}

function votesHold(sitting: Sitting, refused: readonly (string | null)[]): Invariant[] {
  const { abstain, closed, no, outcome, yes } = sitting;
  const recused = sitting.seats.filter(({ cast }) => cast?.ballot === 'RECUSE').length;
  const wanted = [
    'STALE_VERSION',
    'ALREADY_VOTED',
    'RECUSED',
    'SAME_PERSON_AS_MAKER',
    'CHAIR_MAY_ONLY_VETO',
    'STEP_CLOSED',
  ];
  return [
    {
      name: 'the committee approved with four of five votes, and one member stepped back',
      holds: closed && outcome === 'APPROVED' && yes === 4 && no === 1 && abstain === 0 && recused === 1,
      detail: `${outcome}: ${yes} yes, ${no} no, ${abstain} abstained, ${recused} stepped back`,
    },
    {
      name: 'nobody voted twice, after the result, without a vote, or on facts that had changed unseen',
      holds: JSON.stringify(refused) === JSON.stringify(wanted),
      detail: refused.join(', '),
    },
  ];
}

async function paidOnce({ bank }: Stage, loanId: string): Promise<Invariant> {
  const moved = await bank.movementsOfInstitutions(`loan/${loanId}/disburse`);
  const paidFen = moved.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return {
    name: 'paid out exactly once',
    holds: moved.length === 1 && paidFen === AMOUNT_FEN,
    detail: `${moved.length} payout of ¥${yuanText(paidFen)}`,
  };
}
