import { uuidv7 } from 'uuidv7';
import { type Borrower, waitFor } from '../../../demo/story';
import { addDays, isoDate } from '../../../domain/calendar/isoDate';

/** One percent of what is financed, for advice that is asked for. */
const ADVICE = {
  ...{ code: 'ADVICE', kind: 'CONSULTING', timing: 'ON_REQUEST', maximumDiscount: '0' },
  ...{ gradeDiscounts: {}, loyaltyDiscounts: [], basis: { kind: 'OF_AMOUNT', rate: '0.01' } },
};
const AMOUNT_FEN = 30_000_000;

/** Two people set the price list of advice, and it counts by now. @param days until then, enough for both of them */
export async function setPriceOfAdvice(borrower: Borrower, days: number): Promise<void> {
  const [risk, admin] = await Promise.all([borrower.staff('risk'), borrower.staff('admin')]);
  const { date } = await risk.call('getRules');
  const effectiveFrom = addDays(isoDate(date), days);
  const body = { subject: 'fees', value: { rules: [ADVICE] }, effectiveFrom, reason: '收费标准' };
  const { id: changeId } = await risk.call('requestRules', { body, key: uuidv7() });
  await admin.call('decideRules', { params: { changeId }, body: { decision: 'APPROVE', reason: '' } });
  await waitFor('the price list to count', async () => {
    const { items } = await borrower.client.call('listTariffs');
    return items.some(({ rules }) => rules.some(({ code }) => code === ADVICE.code)) ? true : undefined;
  });
}

/** Finance quotes advice for ¥300,000.00: ¥3,000.00. @returns the id of the charge */
export async function quoteAdvice(borrower: Borrower): Promise<string> {
  const finance = await borrower.staff('finance');
  const { enterpriseId } = borrower;
  const body = { enterpriseId, rule: ADVICE.code, amountFen: AMOUNT_FEN, termMonths: 6 };
  const { id } = await finance.call('quoteFee', { body, key: uuidv7() });
  return id;
}
