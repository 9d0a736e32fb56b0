import { uuidv7 } from 'uuidv7';
import type { AnswerOf } from '../../../demo/client';
import { Contract } from '../../../demo/contract';
import { DEMO_PASSWORD, freshCompany, staffMail } from '../../../demo/people';
import { Borrower, type StaffName, type Stage, waitFor } from '../../../demo/story';
import { agreeOnPrices } from '../../../dev/faults/prices';
import { addDays, type IsoDate } from '../../../domain/calendar/isoDate';
import type { ClockInHand } from '../../support/clockInHand';

const LENDER = 'JIANGNAN';
const TERMS = { amountFen: 30_000_000, termMonths: 6, purpose: '采购原料 Raw material' };
/** What customers pay in, so that all can be paid. */
const TURNOVER_FEN = 20_000_000;
/** Days on which people act, after the first: between two instalments, and when a loan is lost; and the last one. */
const ACTS = { prepay: 45, writeOff: 131, recover: 151, over: 160 } as const;
/** So long a slow machine may take to walk the ladder that a loan fell down in seconds. */
const LADDER_MS = 600_000;
/** What a loan's books note each night, however many days of it in one line. */
const OF_NIGHTS = new Set(['ACCRUED', 'PROVISIONED']);

/** Before its invoice nothing of a charge is outstanding either. */
const PAID_OR_GIVEN_UP = new Set<string>(['COLLECTED', 'REFUNDED', 'WAIVED', 'CANCELLED']);

interface Lent {
  readonly borrower: Borrower;
  readonly loanId: string;
  readonly contract: Contract;
}

/** What it all came to, without the ids of this run. */
export type ActedFigures = Awaited<ReturnType<typeof figuresOf>>;

/**
 * Two loans of a lender that charges for them, on which people act on the same days however fast the clock runs in
 * between: one is prepaid in whole; one is never paid, written off and recovered. All else happens by itself.
 * @param first the day on which the loans are paid out
 */
export async function liveWithActs(stage: Stage, clock: ClockInHand, first: IsoDate): Promise<ActedFigures> {
  await agreeOnPrices(stage, LENDER, first);
  await clock.liveUntil(first);
  const [prepaid, lost] = await Promise.all([lend(stage), lend(stage)]);
  await stage.bank.plan({
    match: {
      ...{ account: lost.borrower.company.bankAccountNo, kind: 'COLLECT' },
      keyPrefix: `loan/${lost.loanId}/instalment/`,
    },
    behaviours: [{ times: 1_000_000, kind: 'DECLINE', code: '51' }],
  });

  // People act on books that know all days before, however late a machine is with them.
  const morningOf = async (day: number): Promise<void> => {
    await clock.liveUntil(addDays(first, day));
    await nightsUntil(stage, clock, addDays(first, day - 1));
  };
  await morningOf(ACTS.prepay);
  await prepay(prepaid);

  await morningOf(ACTS.writeOff);
  const lossId = await writeOff(lost, addDays(first, ACTS.writeOff));
  expect(await lost.contract.taken(lossId)).toMatchObject({ status: 'APPLIED' });

  await morningOf(ACTS.recover);
  await recover(lost);

  await clock.liveOn();
  await Promise.all([prepaid, lost].map(atRest));
  const over = addDays(first, ACTS.over);
  await nightsUntil(stage, clock, over);
  return await figuresOf(stage, { prepaid, lost }, over);
}

/** However late a machine is: the loan is over, and nothing of its charges is to be paid any more. */
async function atRest(lent: Lent): Promise<void> {
  const { borrower, loanId } = lent;
  await waitFor('the loan to be over', async () => {
    const { status } = await borrower.client.call('getLoan', { params: { loanId } });
    return status === 'CLOSED' ? true : undefined;
  });
  await chargesPaid(lent);
}

/** What is paid is given back and what is not is waived when a loan is prepaid: debits of the days before are known first. */
async function chargesPaid({ borrower, loanId }: Lent): Promise<void> {
  const finance = await borrower.staff('finance');
  await waitFor('its charges to be paid', async () => {
    const { items } = await finance.call('listFees', { query: { loanId, pageSize: '200' } });
    return items.every(({ status }) => PAID_OR_GIVEN_UP.has(status)) ? true : undefined;
  });
}

async function lend(stage: Stage): Promise<Lent> {
  const borrower = await (await Borrower.register(stage, freshCompany(LENDER))).activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply(TERMS);
  await borrower.winOffer(applicationId);
  const loanId = await borrower.disbursed(await borrower.takeMoney(applicationId));
  await stage.bank.payIn(borrower.company.bankAccountNo, TURNOVER_FEN, `turnover/${loanId}`);
  return { borrower, loanId, contract: new Contract(borrower, loanId) };
}

/** All of the principal, at the price that is shown, once what fell due and was charged before is paid. */
async function prepay(lent: Lent): Promise<void> {
  const { client } = lent.borrower;
  const params = { loanId: lent.loanId };
  await waitFor('the first instalment to be paid', async () => {
    const { schedule } = await client.call('getLoan', { params });
    return schedule[0]?.remainingFen === 0 ? true : undefined;
  });
  await chargesPaid(lent);
  const { options } = await client.call('getPrepaymentOptions', { params, query: {} });
  const all = options.find(({ mode }) => mode === 'REDUCE_INSTALMENT');
  const body = { principalFen: all?.principalFen, amountFen: all?.cashFen, mode: all?.mode };
  const { payment } = await client.call('prepay', { params, body, key: uuidv7() });
  expect(payment.status).toBe('SUCCEEDED');
}

async function riskOf({ borrower, loanId }: Lent): Promise<AnswerOf<'getLoanRisk'>> {
  const risk = await borrower.staff('risk');
  return await risk.call('getLoanRisk', { params: { loanId } });
}

/** Once the nights have stopped its accrual: with a paper, by three people. */
async function writeOff(lost: Lent, on: IsoDate): Promise<string> {
  const { borrower, contract, loanId } = lost;
  await waitFor(
    'the night to stop accrual',
    async () => ((await riskOf(lost)).accrual === 'NON_ACCRUAL' ? true : undefined),
    LADDER_MS,
  );
  const risk = await borrower.staff('risk');
  const legal = async () => {
    const query = { kind: 'DO_COLLECTION_STEP', caseId: loanId };
    const { items } = await risk.call('listTasks', { query });
    return items.find(({ reason, status }) => reason.code === 'LADDER_OPEN_LEGAL_CASE' && status === 'OPEN');
  };
  const { id: taskId } = await waitFor('the step that takes papers', legal, LADDER_MS);
  const file = `%PDF-1.7\n% 法院终结执行裁定 Ruling of the court ${loanId}\n%%EOF\n`;
  const paper = await risk.call('attach', { params: { taskId }, query: { name: 'ruling.pdf' }, file });
  const wish = { kind: 'WRITE_OFF', on, evidence: [paper.id] };
  const { id } = await contract.ask(risk, wish, '无可执行财产 Nothing to execute upon');
  const approvers: readonly StaffName[] = ['risk2', 'approver', 'board'];
  for (const name of approvers) await contract.decide(id, name);
  return id;
}

/** Half of the claim, then all that is left. */
async function recover(lost: Lent): Promise<void> {
  const { claim } = await riskOf(lost);
  const claimFen = Object.values(claim ?? {}).reduce((sum, part) => sum + part, 0);
  const firstFen = Math.floor(claimFen / 2);
  for (const amountFen of [firstFen, claimFen - firstFen]) {
    const { payment } = await lost.borrower.client.call('repay', {
      ...{ params: { loanId: lost.loanId }, body: { amountFen }, key: uuidv7() },
    });
    expect(payment.status).toBe('SUCCEEDED');
  }
}

/** Waiting for the next night has the patience, not all of them. */
async function nightsUntil(stage: Stage, clock: ClockInHand, day: IsoDate): Promise<void> {
  const risk = await stage.platform.signedIn(staffMail('risk', LENDER), DEMO_PASSWORD);
  const lastNight = async () => (await risk.call('getPortfolio')).asOf ?? '';
  for (let known = ''; known < day; ) {
    await clock.doNights();
    known = await waitFor(`the night after ${known}, of those until ${day}`, async () => {
      const last = await lastNight();
      return last > known ? last : undefined;
    });
  }
}

async function figuresOf(
  stage: Stage,
  loans: { readonly prepaid: Lent; readonly lost: Lent },
  asOf: IsoDate,
) {
  const finance = await stage.platform.signedIn(staffMail('finance', LENDER), DEMO_PASSWORD);
  const { accounts } = await finance.call('getTrialBalance', { query: { asOf } });
  const moved = accounts.filter(({ debitFen, creditFen }) => debitFen !== 0 || creditFen !== 0);
  return {
    ledger: Object.fromEntries(moved.map(({ code, balanceFen }) => [code, balanceFen])),
    prepaid: await loanFigures(loans.prepaid, asOf),
    lost: await loanFigures(loans.lost, asOf),
  };
}

async function loanFigures(lent: Lent, asOf: IsoDate) {
  const { borrower, loanId } = lent;
  const finance = await borrower.staff('finance');
  const params = { loanId };
  const loan = await finance.call('getLoan', { params, query: { asOf } });
  const statement = await finance.call('getStatement', { params, query: { asOf } });
  const fees = await finance.call('listFees', { query: { loanId, pageSize: '200' } });
  const { accrual, claim, recoveredFen, riskClass } = await riskOf(lent);
  return {
    status: loan.status,
    annualRate: loan.annualRate,
    balances: loan.balances,
    schedule: loan.schedule,
    risk: { accrual, claim, recoveredFen, riskClass },
    paid: statement.figures.paid,
    lines: statement.lines
      .filter(({ kind }) => !OF_NIGHTS.has(kind))
      .map(({ kind, effectiveDate, amountFen }) => ({ kind, effectiveDate, amountFen })),
    charges: fees.items
      .map(({ rule, period, status, priceFen, collectedFen, waivedFen, refundedFen, chargedOn }) => ({
        ...{ rule, period, status, priceFen, collectedFen, waivedFen, refundedFen, chargedOn },
      }))
      .sort((left, right) =>
        `${left.rule} ${left.chargedOn}` < `${right.rule} ${right.chargedOn}` ? -1 : 1,
      ),
  };
}
