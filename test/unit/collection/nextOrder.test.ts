import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import { type FailedOrder, nextOrder } from '../../../domain/collection/nextOrder';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { orderPolicy } from '../../../domain/parameters/payments';

const at = (date: string, time = '00:00') => instantOf(isoDate(date), time);
const { payments, overdue } = parametersAt(PARAMETERS_BEGIN);
const rules = { payments, debitTimes: overdue.debitTimes, turnMs: 0 };
const follows = (orders: readonly FailedOrder[]) =>
  nextOrder(orders, at('2026-03-16', '09:00'), publishedCalendar(), rules);

test.each([
  ['51', 'RETRY_AT', at('2026-03-16', '15:00')],
  ['65', 'RETRY_AT', at('2026-03-17', '09:00')],
  ['91', 'RETRY_AT', at('2026-03-16', '09:01')],
  ['CLOSED', 'RETRY_AT', at('2026-03-16', '09:01')],
  ['TOLD_BY_BANK', 'RETRY_AT', at('2026-03-16', '09:01')],
  ['a word of a person', 'RETRY_AT', at('2026-03-16', '09:01')],
])('after %s there is another order', (code, kind, atMs) => {
  const orders = [{ atMs: at('2026-03-16', '09:00'), code }];
  expect(follows(orders).next).toEqual({ kind, atMs });
});

test.each([
  ['14', 'REBIND'],
  ['41', 'RISK'],
  ['57', 'CONTACT'],
  ['NOT_FOUND', 'MANUAL'],
  ['NOT_BOOKABLE', 'MANUAL'],
])('after %s a person acts', (code, task) => {
  const orders = [{ atMs: at('2026-03-16', '09:00'), code }];
  expect(follows(orders).next).toEqual({ kind: 'STOP', task });
});

test('what the last code means is told with it', () => {
  expect(follows([{ atMs: 0, code: '51' }]).text).toEqual({ zh: '余额不足', en: 'Insufficient funds' });
  expect(follows([{ atMs: 0, code: 'Z9' }]).text.en).toBe('Unknown response code');
});

test('the policy of an order knows the last words, what to confirm, and after what nobody debits any more', () => {
  const { lastWords, toConfirm, stopDebits } = orderPolicy(payments);
  expect(toConfirm).toEqual(['96']);
  expect(['51', 'CLOSED', 'NOT_FOUND'].filter((code) => !lastWords.includes(code))).toEqual([]);
  expect(['98', '09', 'TIMEOUT', '96', 'Z9'].filter((code) => lastWords.includes(code))).toEqual([]);
  expect(['41', '46', '75'].filter((code) => !stopDebits.includes(code))).toEqual([]);
  expect(['51', '91', '96', '98'].filter((code) => stopDebits.includes(code))).toEqual([]);
});

test('it is small enough to stand in each history', () => {
  expect(JSON.stringify(orderPolicy(payments)).length).toBeLessThan(400);
});
