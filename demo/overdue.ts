import { uuidv7 } from 'uuidv7';
import { addDays, isoDate } from '../domain/calendar/isoDate';
import { yuanText } from '../domain/money/text';
import type { AnswerOf } from './client';
import { Contract, isTrue, refusalOf, untilAccepted } from './contract';
import { checkLoan, type Ending, type Invariant } from './invariants';
import { freshCompany } from './people';
import { Borrower, type StaffName, type Stage, waitFor } from './story';

const AMOUNT_FEN = 30_000_000;
/** Long enough that much is not due yet when all of it is called in. */
const TERM_MONTHS = 12;
/** What the customers of the enterprise pay in when its works are open again: enough for the interest too. */
const TURNOVER_FEN = 20_000_000;
const PROMISE_DAYS = 13;
const HARDSHIP_DAYS = 20;
const RUNGS = [1, 3, 7, 15, 30, 60, 90, 91];
/** Of these letters none is written while contact is held. */
const LETTERS: readonly string[] = ['OVERDUE_NOTICE', 'COLLECTION_LETTER', 'LAWYER_LETTER'];

type Calendar = AnswerOf<'getCollection'>;
type Task = AnswerOf<'listTasks'>['items'][number];
type Risk = AnswerOf<'getLoanRisk'>;

/**
 * A borrower that stops paying: it is told, called, promises and breaks the promise, is given time for hardship and
 * seen; then the loan is called in, written off by three people with a paper, and recovered at last.
 */
export async function overdue(stage: Stage): Promise<Ending> {
  const { narrator } = stage;
  narrator.chapter('An enterprise borrows, and pays nothing back');
  const arrears = await Arrears.begin(stage);

  narrator.chapter('It is told and called, and promises what it does not pay');
  await arrears.promiseInVain();

  narrator.chapter('Its works are flooded: risk gives it time');
  await arrears.hardship();

  narrator.chapter('Two people see it, and all of the loan is called in');
  await arrears.callIn();

  narrator.chapter('What is lost is written off, and claimed still');
  const { evident, alone, writtenOff } = await arrears.writeOff();

  narrator.chapter('The works are open again, and it pays');
  const recovered = await arrears.recover(stage);
  const { borrower, loanId } = arrears;
  const books = await checkLoan(loanId, await borrower.staff('finance'), stage.bank);
  return {
    ...books,
    invariants: [
      ...books.invariants,
      ...(await arrears.invariants()),
      isTrue('nothing is written off without a paper', evident === 'EVIDENCE_UNKNOWN', evident),
      isTrue('nobody writes off alone', alone === 'SAME_PERSON_AS_APPLICANT', alone),
      ...(await booked(borrower, loanId, writtenOff, recovered)),
    ],
  };
}

/** A loan that is overdue, and those who collect it. */
class Arrears {
  private constructor(
    readonly borrower: Borrower,
    readonly loanId: string,
    /** Due date of the instalment that is never paid. */
    private readonly anchor: string,
  ) {}

  /** The bank declines every debit of an instalment. */
  static async begin(stage: Stage): Promise<Arrears> {
    const registered = await Borrower.register(stage, freshCompany());
    const borrower = await registered.activate();
    await borrower.passKyc();
    const applicationId = await borrower.apply({
      ...{ amountFen: AMOUNT_FEN, termMonths: TERM_MONTHS },
      purpose: '采购秋季原料 Raw material for the autumn season',
    });
    await borrower.winOffer(applicationId);
    await borrower.takeMoney(applicationId);
    const loanId = await borrower.disbursed(applicationId);
    await stage.bank.plan({
      match: {
        ...{ account: borrower.company.bankAccountNo, kind: 'COLLECT' },
        keyPrefix: `loan/${loanId}/instalment/`,
      },
      behaviours: [{ times: 1_000_000, kind: 'DECLINE', code: '51' }],
    });
    borrower.say('the bank will decline its instalments: 51, insufficient funds');
    const { schedule } = await borrower.loan(loanId);
    return new Arrears(borrower, loanId, schedule[0]?.dueDate ?? '');
  }

  async promiseInVain(): Promise<void> {
    const { borrower } = this;
    await this.reached(1);
    await this.talk(await this.firstTalk(), 'REACHED', '答应付款 Says it will pay');
    const { asOf, overdueFen } = await this.calendar();
    const byDate = addDays(isoDate(asOf), PROMISE_DAYS);
    await this.promise(overdueFen, byDate);
    borrower.say(
      `promises ¥${yuanText(overdueFen)} by ${byDate}; a second promise: ${await this.second(byDate)}`,
    );
    const broken = await waitFor('the promise to be broken', async () => {
      const { promises } = await this.calendar();
      return promises.find(({ status }) => status !== 'OPEN');
    });
    borrower.say(`the promise is ${broken.status}`);
    await this.collectorCalls();
  }

  /** Once asked to. The call is over with the promise where it was asked for before; a visit may take its place. */
  private async collectorCalls(): Promise<void> {
    const call = await waitFor('the collector to be asked to talk', async () => {
      const talks = await this.talks();
      return talks.find(({ kind, role }) => kind === 'CALL_BORROWER' && role === 'risk') ?? visitIn(talks);
    });
    if (call.kind === 'CALL_BORROWER' && isOpen(call)) await this.talk(call, 'NOT_REACHED');
  }

  /** What is asked for first. Debits that take days of a fast clock let a higher rung's talk take the place of a call. */
  private firstTalk(): Promise<Task> {
    return waitFor('a call to be asked for', async () => (await this.talks()).find(isOpen));
  }

  private async visit(): Promise<void> {
    const visit = await waitFor('a visit to be asked for', async () => visitIn(await this.talks()));
    await this.talk(visit, 'REFUSES', '拒绝还款 Will not pay');
  }

  /** Calls and visits that people were asked for, first ones first, done or not: risk sees those of all. */
  private async talks(): Promise<readonly Task[]> {
    const risk = await this.borrower.staff('risk');
    const { items } = await risk.call('listTasks', { query: { caseId: this.loanId, pageSize: '200' } });
    return items
      .filter(({ kind }) => kind === 'CALL_BORROWER' || kind === 'VISIT_BORROWER')
      .toSorted((left, right) => left.createdAt.localeCompare(right.createdAt));
  }

  /** Says how it went, unless it is over: done before, or ended by a promise, a hold or a higher rung's talk. */
  private async talk({ id: taskId, kind, role }: Task, decision: string, reason = ''): Promise<void> {
    const name = role === 'customer_service' ? role : 'risk';
    const person = await this.borrower.staff(name);
    const body = { decision, reason };
    const answer = await refusalOf(person.call('decideTask', { params: { taskId }, body, key: uuidv7() }));
    if (!TALK_ANSWERS.includes(answer)) throw new Error(`${kind} of the ${name}: ${answer}`);
    this.borrower.say(`${kind} of the ${name}: ${answer === 'accepted' ? decision : answer}`);
  }

  private promise(amountFen: number, byDate: string): Promise<unknown> {
    return this.borrower.client.call('promise', {
      params: { loanId: this.loanId },
      body: { amountFen, byDate },
      key: uuidv7(),
    });
  }

  private second(byDate: string): Promise<string> {
    return refusalOf(this.promise(1, byDate));
  }

  async hardship(): Promise<void> {
    const { borrower, loanId } = this;
    await this.step('LADDER_OPEN_POST_LOAN_CHECK', '现场被淹 The works are under water');
    const { asOf } = await this.calendar();
    const until = addDays(isoDate(asOf), HARDSHIP_DAYS);
    await borrower.client.call('askForHold', {
      params: { loanId },
      body: { kind: 'HARDSHIP', from: asOf, until, reason: '厂房水淹 The flood closed our works' },
      key: uuidv7(),
    });
    borrower.say(`asks for time until ${until}`);
    await borrower.decide('risk', 'DECIDE_HOLD', loanId, 'APPROVE');
    await this.reached(30);
    await this.step('LADDER_REVIEW_CLASSIFICATION', '维持 Stays as it is');
    await waitFor('the letter after the hold', async () => {
      const { past } = await this.calendar();
      return past.some(({ done }) => done.includes('SEND_COLLECTION_LETTER')) ? true : undefined;
    });
    borrower.say('the collection letter has gone out');
  }

  async callIn(): Promise<void> {
    const { borrower, loanId } = this;
    await this.reached(60);
    await this.visit();
    await this.reached(90);
    const contract = new Contract(borrower, loanId);
    const finance = await borrower.staff('finance');
    const asked = await contract.ask(finance, { kind: 'ACCELERATE' }, '合同约定 As the contract provides');
    await contract.decide(asked.id, 'risk');
    const { status } = await contract.taken(asked.id);
    await this.step('LADDER_DECLARE_ACCELERATION', `已宣布 Declared: ${status}`);
  }

  /** Tried without a paper and by one alone, then as it must be. @returns also the principal that it was */
  async writeOff(): Promise<{ evident: string; alone: string; writtenOff: number }> {
    const { borrower, loanId } = this;
    await this.reached(91);
    await waitFor('the night to stop accrual', async () =>
      (await this.risk()).accrual === 'NON_ACCRUAL' ? true : undefined,
    );
    const paper = await this.attach('LADDER_OPEN_LEGAL_CASE');
    const contract = new Contract(borrower, loanId);
    const finance = await borrower.staff('finance');
    const evident = await refusalOf(contract.quote(finance, { kind: 'WRITE_OFF', evidence: [uuidv7()] }));
    borrower.say(`a write-off without a paper that is there: ${evident}`);
    const wish = { kind: 'WRITE_OFF', evidence: [paper] };
    const risk = await borrower.staff('risk');
    const { id } = await contract.ask(risk, wish, '无可执行财产 Nothing to execute upon');
    const alone = await refusalOf(contract.decide(id, 'risk'));
    borrower.say(`who asked may not approve it: ${alone}`);
    for (const name of ['risk2', 'approver', 'board'] as const) await contract.decide(id, name);
    const { quote } = await contract.taken(id);
    const { penaltyFen, compoundFen } = quote?.before ?? { penaltyFen: 0, compoundFen: 0 };
    borrower.say(
      `with penalty of ¥${yuanText(penaltyFen)} and compound interest of ¥${yuanText(compoundFen)}`,
    );
    return { evident, alone, writtenOff: quote?.amountFen ?? 0 };
  }

  /** Half of the claim, then all that is left. @returns what was written off and came */
  async recover(stage: Stage): Promise<number> {
    const { borrower, loanId } = this;
    const { claim } = await this.risk();
    const claimFen = Object.values(claim ?? {}).reduce((sum, part) => sum + part, 0);
    await stage.bank.payIn(borrower.company.bankAccountNo, TURNOVER_FEN, `turnover/${loanId}`);
    const firstFen = Math.floor(claimFen / 2);
    for (const amountFen of [firstFen, claimFen - firstFen]) {
      await this.repay(amountFen);
      const { recoveredFen } = await this.risk();
      borrower.say(
        `pays ¥${yuanText(amountFen)}: ¥${yuanText(recoveredFen)} of ¥${yuanText(claimFen)} recovered`,
      );
    }
    await borrower.followToTheEnd(loanId);
    const { episodes } = await waitFor('collection to end', async () => {
      const calendar = await this.calendar();
      return calendar.episode === null ? calendar : undefined;
    });
    borrower.say(
      `collection is over: ${episodes.map(({ number, stage }) => `default ${number}, ${stage}`).join()}`,
    );
    return (await this.risk()).recoveredFen;
  }

  /** The loan takes no money while it books what was decided. */
  private repay(amountFen: number): Promise<void> {
    const repayment = { params: { loanId: this.loanId }, body: { amountFen } };
    return untilAccepted('DEBIT_IN_PROGRESS', () =>
      this.borrower.client.call('repay', { ...repayment, key: uuidv7() }),
    );
  }

  async calendar(): Promise<Calendar> {
    const finance = await this.borrower.staff('finance');
    return await finance.call('getCollection', { params: { loanId: this.loanId } });
  }

  private async risk(): Promise<Risk> {
    const finance = await this.borrower.staff('finance');
    return await finance.call('getLoanRisk', { params: { loanId: this.loanId } });
  }

  private async reached(day: number): Promise<void> {
    const rung = await waitFor(`rung ${day}`, async () =>
      (await this.calendar()).past.find((each) => each.day === day),
    );
    this.borrower.say(
      `${rung.on}  ${day} day${day === 1 ? '' : 's'} past due, ${rung.stage}: ${rung.text.en}`,
    );
  }

  /** The step of the ladder that people are asked for with this reason. */
  private async task(code: string, name: StaffName = 'risk'): Promise<Task> {
    const person = await this.borrower.staff(name);
    return await waitFor(`the task ${code}`, async () => {
      const query = { kind: 'DO_COLLECTION_STEP', caseId: this.loanId };
      const { items } = await person.call('listTasks', { query });
      return items.find(({ reason, status }) => reason.code === code && status === 'OPEN');
    });
  }

  private async step(code: string, reason: string): Promise<void> {
    const risk = await this.borrower.staff('risk');
    const { id: taskId } = await this.task(code);
    await risk.call('claimTask', { params: { taskId }, key: uuidv7() });
    const body = { decision: 'DONE', reason };
    await risk.call('decideTask', { params: { taskId }, body, key: uuidv7() });
    this.borrower.say(`risk does ${code}: ${reason}`);
  }

  /** Puts a paper to a step. @returns its id */
  private async attach(code: string): Promise<string> {
    const risk = await this.borrower.staff('risk');
    const { id: taskId } = await this.task(code);
    const file = `%PDF-1.7\n% 法院终结执行裁定 Ruling of the court ${this.loanId}\n%%EOF\n`;
    const { id } = await risk.call('attach', { params: { taskId }, query: { name: 'ruling.pdf' }, file });
    this.borrower.say('risk puts the ruling of the court to the case');
    return id;
  }

  async invariants(): Promise<Invariant[]> {
    const calendar = await this.calendar();
    const { past, promises, holds } = calendar;
    const days = past.filter(({ episode }) => episode === 1).map(({ day }) => day);
    const notBefore = past.every(({ on, day }) => on >= addDays(isoDate(this.anchor), day));
    const quiet = [
      ...promises.map(({ madeAt, endedAt }) => ({
        from: Date.parse(madeAt),
        until: Date.parse(endedAt ?? ''),
      })),
      ...holds
        .filter(({ status }) => status === 'GRANTED')
        .map(({ decidedAt, until }) => ({
          ...{ from: Date.parse(decidedAt ?? ''), until: Date.parse(`${until}T23:59:59+08:00`) },
        })),
    ];
    const told = await this.told(calendar);
    const disturbed = told.filter(({ at }) => quiet.some(({ from, until }) => from < at && at < until));
    const shown = await this.borrower.client.call('listLoanChanges', { params: { loanId: this.loanId } });
    const kinds = shown.items.map(({ kind }) => kind);
    return [
      isTrue(
        'each rung was reached once, in order and not before its day',
        JSON.stringify(days.slice(0, RUNGS.length)) === JSON.stringify(RUNGS) && notBefore,
        past.map(({ on, day }) => `${day} ${on}`).join(', '),
      ),
      isTrue(
        'the promise was broken, and hardship granted',
        promises.map(({ status }) => status).join() === 'BROKEN' && quiet.length === 2,
        `${promises.map(({ status }) => status).join()}, ${holds.map(({ status }) => status).join()}`,
      ),
      isTrue(
        'nobody called or wrote while a promise was open or contact was held',
        disturbed.length === 0 && calendar.contacts.length > 0,
        `${told.length} contacts, ${disturbed.map(({ what, at }) => `${what} ${new Date(at).toISOString()}`).join(', ') || 'none then'}`,
      ),
      isTrue('the borrower is not told of the write-off', !kinds.includes('WRITE_OFF'), kinds.join(', ')),
    ];
  }

  /** Calls, visits and letters, in business time. */
  private async told({ contacts }: Calendar): Promise<{ readonly what: string; readonly at: number }[]> {
    const { items } = await this.borrower.client.call('listMessages', { query: { pageSize: '200' } });
    const letters = items.filter(({ kind }) => LETTERS.includes(kind));
    return [
      ...contacts.map(({ channel, at }) => ({ what: channel, at: Date.parse(at) })),
      ...letters.map(({ kind, toldAt }) => ({ what: kind, at: Date.parse(toldAt) })),
    ];
  }
}

/** What somebody who talked is answered. */
const TALK_ANSWERS = ['accepted', 'ALREADY_DECIDED', 'TASK_CANCELLED'];

const isOpen = ({ status }: Task): boolean => status === 'OPEN' || status === 'CLAIMED';

const visitIn = (talks: readonly Task[]): Task | undefined =>
  talks.find(({ kind }) => kind === 'VISIT_BORROWER');

/** One entry of the write-off, over what was shown; and of each recovery one. */
async function booked(
  borrower: Borrower,
  loanId: string,
  writtenOffFen: number,
  recoveredFen: number,
): Promise<Invariant[]> {
  const finance = await borrower.staff('finance');
  const of = async (event: 'WRITE_OFF' | 'RECOVERY_CASH') => {
    const { items } = await finance.call('listEntries', { query: { loanId, event, pageSize: '200' } });
    const postings = items.flatMap((entry) => entry.postings);
    return { count: items.length, fen: postings.reduce((sum, { debitFen }) => sum + debitFen, 0) };
  };
  const [writeOff, recovery] = [await of('WRITE_OFF'), await of('RECOVERY_CASH')];
  return [
    isTrue(
      'written off once, as it was shown',
      writeOff.count === 1 && writeOff.fen === writtenOffFen && writtenOffFen > 0,
      `${writeOff.count} entry of ¥${yuanText(writeOff.fen)}`,
    ),
    isTrue(
      'all of it was recovered and booked',
      recovery.fen === writtenOffFen && recoveredFen >= recovery.fen,
      `¥${yuanText(recovery.fen)} of principal, ¥${yuanText(recoveredFen)} with interest`,
    ),
  ];
}
