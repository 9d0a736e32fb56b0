import type { FeePlan } from '../../contracts/activities';
import type { FeeInput, FeeStage, FeeView } from '../../contracts/workflows';
import { instantOf } from '../../domain/calendar/clock';
import { addDays, isoDate } from '../../domain/calendar/isoDate';
import { collect } from './collect';
import { FeeCase } from './feeCase';
import { hear } from './hear';

/**
 * One charge: quoted and agreed to, invoiced, collected; and what is asked about it later. Each look at the books says
 * what is next, so it may end when nothing is, and begin anew at any time.
 */
export async function fee(input: FeeInput): Promise<FeeView> {
  const charge = new FeeCase(input);
  await charge.untilGivenUp(async () => {
    for (let isFirst = true; (await goOn(charge, isFirst)) || charge.isAskedAbout; ) isFirst = false;
  });
  return charge.view();
}

/** @returns whether there is more to do */
async function goOn(charge: FeeCase, isFirst: boolean): Promise<boolean> {
  const plan = await charge.look();
  switch (plan.status) {
    case 'QUOTED':
      await waitForConsent(charge, plan, isFirst);
      return true;
    case 'CONSENTED':
      await charge.show('CONSENTED', { waitingFor: 'platform' }, isFirst);
      await charge.step('invoice', { type: 'INVOICE' });
      return true;
    case 'CANCELLED':
      await charge.show('CANCELLED', { waitingFor: null }, isFirst);
      return false;
    default:
      return await afterInvoice(charge, plan, isFirst);
  }
}

/** Until the last day of the quote is over: then nobody wants it. */
async function waitForConsent(charge: FeeCase, plan: FeePlan, isFirst: boolean): Promise<void> {
  const { validUntil, priceFen } = plan;
  const untilMs = instantOf(addDays(isoDate(validUntil), 1));
  const messages = [charge.mail('FEE_QUOTED', 'quoted', { amountFen: priceFen, validUntil })];
  await charge.show('QUOTED', { waitingFor: 'applicant', dueAtMs: untilMs, messages }, isFirst);
  const summary = '报价到期 · The quote expires';
  const until = () => charge.answer !== null;
  const came = await charge.time.waitForPerson(untilMs, { summary, until });
  const { answer } = charge;
  if (answer !== null) await charge.bookAnswer(answer);
  else if (came === 'DUE') {
    charge.closeQuote();
    await charge.step('expired', { type: 'CANCEL' });
  }
}

async function afterInvoice(charge: FeeCase, plan: FeePlan, isFirst: boolean): Promise<boolean> {
  const { outstandingFen, invoiceNo, openDebitFen, request, status } = plan;
  const isPaid = outstandingFen === 0;
  const messages =
    status === 'INVOICED'
      ? [charge.mail('FEE_INVOICED', 'invoiced', { amountFen: outstandingFen, invoiceNo: invoiceNo ?? '' })]
      : [];
  if (request === null && isPaid) {
    await charge.show(status, { waitingFor: null, messages: paidMail(charge, plan) }, isFirst);
    return false;
  }
  await charge.show(status, { waitingFor: 'platform', messages }, isFirst);
  // What is given up must not be under way: a debit that was ordered before is followed to its end first.
  if (request !== null && openDebitFen === null) await hear(charge, plan, request);
  else await collect(charge, plan);
  return true;
}

function paidMail(charge: FeeCase, { status, collectedFen, bounces }: FeePlan) {
  if (status !== 'COLLECTED') return [];
  const values = { amountFen: collectedFen, date: charge.time.today() };
  return [charge.mail('FEE_COLLECTED', bounces > 0 ? `collected/${bounces}` : 'collected', values)];
}

export type { FeeStage };
