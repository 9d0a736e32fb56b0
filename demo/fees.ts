import { uuidv7 } from 'uuidv7';
import { addDays, isoDate } from '../domain/calendar/isoDate';
import { yuanText } from '../domain/money/text';
import type { AnswerOf } from './client';
import { untilAccepted } from './contract';
import { checkLoan, type Ending, type Invariant } from './invariants';
import { freshCompany } from './people';
import { Borrower, type Stage, waitFor, workflowLink } from './story';

const AMOUNT_FEN = 30_000_000;
const TERM_MONTHS = 3;
/** What the customers of the enterprise pay in, so that it can pay interest and fees. */
const TURNOVER_FEN = 10_000_000;
/** Business days until a price list counts: enough for the second person to agree. */
const DAYS_AHEAD = 60;

type Fee = AnswerOf<'getFee'>;

/**
 * A price list that two people set; a loan whose offer shows its fee, and is charged just that; a service that is
 * quoted, agreed to, paid, disputed and given back in half.
 */
export async function fees(stage: Stage): Promise<Ending> {
  const { narrator } = stage;
  narrator.chapter('Two people of the institution set a price list');
  const registered = await Borrower.register(stage, freshCompany());
  const borrower = await registered.activate();
  await setPrices(borrower);
  await borrower.passKyc();
  await untilPricesCount(borrower);

  narrator.chapter('A loan is charged what its offer shows');
  const applicationId = await borrower.apply({
    ...{ amountFen: AMOUNT_FEN, termMonths: TERM_MONTHS, purpose: '设备更新 New machines' },
  });
  const { offer } = await borrower.winOffer(applicationId);
  const offered = offer?.fees.find(({ rule }) => rule === 'SERVICE');
  borrower.say(`the offer shows: ${offered?.name} ¥${yuanText(offered?.priceFen ?? 0)}, charged once`);
  await borrower.takeMoney(applicationId);
  const loanId = await borrower.disbursed(applicationId);
  await stage.bank.payIn(borrower.company.bankAccountNo, TURNOVER_FEN, `turnover/${loanId}`);
  const service = await chargeOf(borrower, loanId);
  borrower.say(`charged ¥${yuanText(service.priceFen)}, invoice ${service.invoiceNo}: ${service.status}`);

  narrator.chapter('Finance quotes a service, and the enterprise agrees');
  const consulting = await quoteAndAgree(stage, borrower);

  narrator.chapter('It disputes the charge, and half of it goes back');
  const settled = await disputeHalf(borrower, consulting);
  const { points } = await borrower.client.call('getPoints');
  const published = await borrower.client.call('listPublishedDisputes');
  const [first] = published.items;
  borrower.say(
    `published without names: ${first?.outcomeWords.en}: ${first?.reasonWords.en} (${first?.reasonCode})`,
  );

  narrator.chapter('It repays');
  await borrower.followToTheEnd(loanId);
  const ending = await checkLoan(loanId, await borrower.staff('finance'), stage.bank);
  return {
    ...ending,
    invariants: [
      ...ending.invariants,
      sameToTheFen(offered?.priceFen ?? 0, service),
      halfGivenBack(settled),
      {
        name: 'a point for each yuan that was paid and kept',
        holds: points === Math.floor(service.collectedFen / 100) + Math.floor(settled.collectedFen / 200),
        detail: `${points} points`,
      },
    ],
  };
}

/** Asked for by risk, agreed by an admin; it counts from a day to come. */
async function setPrices(borrower: Borrower): Promise<void> {
  const [risk, admin] = await Promise.all([borrower.staff('risk'), borrower.staff('admin')]);
  const { date } = await risk.call('getRules');
  const effectiveFrom = addDays(isoDate(date), DAYS_AHEAD);
  const bare = { gradeDiscounts: {}, loyaltyDiscounts: [], maximumDiscount: '0' };
  const rules = [
    {
      code: 'SERVICE',
      kind: 'LOAN_SERVICE',
      timing: 'PER_PROJECT',
      ...bare,
      basis: { kind: 'OF_AMOUNT', rate: '0.005' },
    },
    {
      code: 'ADVICE',
      kind: 'CONSULTING',
      timing: 'ON_REQUEST',
      ...bare,
      basis: { kind: 'OF_AMOUNT', rate: '0.01' },
    },
  ];
  const body = { subject: 'fees', value: { rules }, effectiveFrom, reason: '收费标准 The price list' };
  const { id: changeId } = await risk.call('requestRules', { body, key: uuidv7() });
  await admin.call('decideRules', { params: { changeId }, body: { decision: 'APPROVE', reason: '' } });
  borrower.say(`risk asks for it, an admin agrees; it counts from ${effectiveFrom}`);
}

async function untilPricesCount(borrower: Borrower): Promise<void> {
  await waitFor('the price list to count', async () => {
    const { items } = await borrower.client.call('listTariffs');
    return items.some(({ rules: lines }) => lines.some(({ code }) => code === 'ADVICE')) ? true : undefined;
  });
}

/** The charge that the loan's offer showed, once it is paid. */
async function chargeOf(borrower: Borrower, loanId: string): Promise<Fee> {
  const { id } = await waitFor('the charge of the loan', async () => {
    const { items } = await borrower.client.call('listFees', { query: { loanId } });
    return items[0];
  });
  return await paid(borrower, id);
}

async function paid(borrower: Borrower, feeId: string): Promise<Fee> {
  return await waitFor('the fee to be paid', async () => {
    const fee = await borrower.client.call('getFee', { params: { feeId } });
    return fee.status === 'COLLECTED' ? fee : undefined;
  });
}

async function quoteAndAgree(stage: Stage, borrower: Borrower): Promise<Fee> {
  const finance = await borrower.staff('finance');
  const body = {
    enterpriseId: borrower.enterpriseId,
    rule: 'ADVICE',
    amountFen: AMOUNT_FEN,
    termMonths: TERM_MONTHS,
  };
  const { id: feeId } = await finance.call('quoteFee', { body, key: uuidv7() });
  const shown = await borrower.client.call('getFee', { params: { feeId } });
  stage.narrator.say(
    `finance quotes ${shown.name}: ¥${yuanText(shown.priceFen)} with VAT ¥${yuanText(shown.shown.vatFen)}`,
    workflowLink(stage, `fee/${feeId}`),
  );
  const consent = { answer: 'CONSENT', pointsUsed: 0, shownSha256: shown.shownSha256 };
  await untilAccepted('NOT_IN_STAGE', () =>
    borrower.client.call('answerQuote', { params: { feeId }, body: consent, key: uuidv7() }),
  );
  borrower.say('agrees to what was shown');
  const fee = await paid(borrower, feeId);
  borrower.say(`paid, invoice ${fee.invoiceNo}`);
  return fee;
}

/** One of finance finds half of it right, another one agrees, and the bank pays it back. */
async function disputeHalf(borrower: Borrower, { id: feeId, priceFen }: Fee): Promise<Fee> {
  await borrower.client.call('disputeFee', {
    params: { feeId },
    body: { reason: '咨询只做了一半 Only half of the advice was given' },
    key: uuidv7(),
  });
  borrower.say('disputes it: only half of the advice was given');
  const finance = await borrower.staff('finance');
  const { id: taskId } = await borrower.task('finance', 'RESOLVE_FEE_DISPUTE', feeId);
  await finance.call('decideTask', {
    params: { taskId },
    body: {
      decision: 'GRANT',
      reasonCode: 'D702',
      reason: '第二次咨询未提供 The second session was not held',
      amountFen: priceFen / 2,
    },
    key: uuidv7(),
  });
  borrower.say('finance finds half of it right');
  await borrower.decide('finance2', 'CONFIRM_FEE_RELIEF', feeId, 'CONFIRM');
  return await waitFor('the money to go back', async () => {
    const fee = await borrower.client.call('getFee', { params: { feeId } });
    return fee.refundedFen > 0 ? fee : undefined;
  });
}

function sameToTheFen(offeredFen: number, { collectedFen, priceFen }: Fee): Invariant {
  return {
    name: 'charged is what the offer showed, to the fen',
    holds: offeredFen > 0 && offeredFen === priceFen && priceFen === collectedFen,
    detail: `offered ${offeredFen}, charged ${priceFen}, paid ${collectedFen} fen`,
  };
}

function halfGivenBack({ collectedFen, refundedFen, status }: Fee): Invariant {
  return {
    name: 'half of the disputed fee went back',
    holds: status === 'COLLECTED' && refundedFen * 2 === collectedFen,
    detail: `${refundedFen} of ${collectedFen} fen`,
  };
}
