import { committee } from './committee';
import { fees } from './fees';
import { checkLoan, type Ending, type Invariant } from './invariants';
import { monthEnd } from './monthEnd';
import { overdue } from './overdue';
import { freshCompany, SOUND_CREDIT } from './people';
import { restructure } from './restructure';
import { Borrower, type Stage, waitFor } from './story';

/** What the machine under the platform lets a story do to it. */
export interface Machine {
  /** Ends a part with -9; it comes back by itself. */
  kill(part: 'worker' | 'temporal'): Promise<void>;
}

type Scenario = (stage: Stage, machine: Machine) => Promise<Ending>;

const AMOUNT_FEN = 30_000_000;
const TERM_MONTHS = 6;
/** What the customers of the enterprise pay in, so that it can pay interest. */
const TURNOVER_FEN = 10_000_000;

/** Registers, proves who it is and applies. */
async function applicant(stage: Stage): Promise<{ borrower: Borrower; applicationId: string }> {
  stage.narrator.chapter('An enterprise registers and proves who it is');
  const registered = await Borrower.register(stage, freshCompany());
  const borrower = await registered.activate();
  await borrower.passKyc();
  stage.narrator.chapter('It applies');
  const applicationId = await borrower.apply({
    amountFen: AMOUNT_FEN,
    termMonths: TERM_MONTHS,
    purpose: '采购秋季原料 Raw material for the autumn season',
  });
  return { borrower, applicationId };
}

async function repaidAndChecked(stage: Stage, borrower: Borrower, loanId: string): Promise<Ending> {
  stage.narrator.chapter('It repays');
  await stage.bank.payIn(borrower.company.bankAccountNo, TURNOVER_FEN, `turnover/${loanId}`);
  await borrower.followToTheEnd(loanId);
  return checkLoan(loanId, await borrower.staff('finance'), stage.bank);
}

/** From registration to the last instalment, with nothing going wrong. */
const happy: Scenario = async (stage) => {
  const { borrower, applicationId } = await applicant(stage);
  await borrower.winOffer(applicationId);
  await borrower.takeMoney(applicationId);
  return repaidAndChecked(stage, borrower, await borrower.disbursed(applicationId));
};

/** The first debits find too little on the account; the system tries again by itself. */
const retry: Scenario = async (stage) => {
  const { borrower, applicationId } = await applicant(stage);
  await stage.bank.plan({
    match: { account: borrower.company.bankAccountNo, kind: 'COLLECT' },
    behaviours: [{ times: 2, kind: 'DECLINE', code: '51' }],
  });
  stage.narrator.say('the bank will decline the first two debits: 51, insufficient funds');
  await borrower.winOffer(applicationId);
  await borrower.takeMoney(applicationId);
  const loanId = await borrower.disbursed(applicationId);
  const ending = await repaidAndChecked(stage, borrower, loanId);
  return { ...ending, invariants: [...ending.invariants, await declinedTwiceThenPaid(borrower, loanId)] };
};

async function declinedTwiceThenPaid(borrower: Borrower, loanId: string): Promise<Invariant> {
  const finance = await borrower.staff('finance');
  const { items } = await finance.call('listPayments', { query: { loanId, pageSize: '200' } });
  const first = items.filter(({ key }) => key.includes('/instalment/1/collect/'));
  const byOrder = [...first].sort((left, right) => left.key.localeCompare(right.key));
  const codes = byOrder.map(({ code, status }) => (status === 'FAILED' ? code : status));
  const tasks = await finance.call('listTasks', { query: { kind: 'COLLECT_MANUALLY', caseId: loanId } });
  const total = tasks.items.length;
  return {
    name: 'declined twice, then collected without a person',
    holds: JSON.stringify(codes) === JSON.stringify(['51', '51', 'SUCCEEDED']) && total === 0,
    detail: `orders of instalment 1: ${codes.join(', ')}; ${total} tasks for people`,
  };
}

/** The bank takes the money and never answers: it is asked until it says, and nothing is sent again. */
const unknown: Scenario = async (stage) => {
  const { borrower, applicationId } = await applicant(stage);
  await stage.bank.plan({
    match: { account: borrower.company.bankAccountNo },
    behaviours: [{ times: 2, kind: 'TAKEN_NO_ANSWER', concealedInquiries: 3, notice: 'NONE' }],
  });
  stage.narrator.say(
    'the bank will take the next two orders, break the line and keep silent for three inquiries',
  );
  await borrower.winOffer(applicationId);
  await borrower.takeMoney(applicationId);
  return repaidAndChecked(stage, borrower, await borrower.disbursed(applicationId));
};

/** A judgment debtor is turned down by the rules, with the reasons. */
const rejected: Scenario = async (stage) => {
  const company = freshCompany();
  stage.narrator.chapter('An enterprise with a judgment against it registers and applies');
  const credit = { ...SOUND_CREDIT, litigation: 'DISHONEST_JUDGMENT_DEBTOR' };
  const registered = await Borrower.register(stage, company, credit);
  const borrower = await registered.activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({
    amountFen: AMOUNT_FEN,
    termMonths: TERM_MONTHS,
    purpose: '流动资金 Working capital',
  });
  const application = await borrower.reaches(applicationId, 'REJECTED');
  const reasons = application.assessment?.reasons ?? [];
  for (const { code, text } of reasons) stage.narrator.say(`${code}  ${text}`);
  const mails = await waitFor('the mail that says so', async () => {
    const subjects = await stage.mailbox.subjects(company.mail);
    return subjects.length >= 3 ? subjects : undefined;
  });
  return {
    figures: null,
    invariants: [
      {
        name: 'rejected with reasons',
        holds: application.refusal !== null && reasons.length > 0,
        detail: `${application.refusal?.code}: ${reasons.map(({ code }) => code).join(', ')}`,
      },
      {
        name: 'no loan came of it',
        holds: application.loanId === null,
        detail: `loan: ${application.loanId}`,
      },
      { name: 'the applicant was told', holds: mails.length >= 3, detail: mails.join(' | ') },
    ],
  };
};

/** Worker and Temporal are killed with -9 while money is on its way, and come back by themselves. */
const kill: Scenario = async (stage, machine) => {
  const { borrower, applicationId } = await applicant(stage);
  await borrower.winOffer(applicationId);
  await borrower.takeMoney(applicationId);
  stage.narrator.say('kill -9 on the worker while the money is being paid out');
  await machine.kill('worker');
  const loanId = await borrower.disbursed(applicationId);
  stage.narrator.say('kill -9 on Temporal and the worker while the loan is being repaid');
  await Promise.all([machine.kill('temporal'), machine.kill('worker')]);
  return repaidAndChecked(stage, borrower, loanId);
};

/** The stories by name. */
export const scenarios = {
  happy,
  retry,
  unknown,
  rejected,
  kill,
  committee,
  fees,
  restructure,
  'month-end': monthEnd,
  overdue,
} satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;
