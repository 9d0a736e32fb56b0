import { isoDate } from '../../../domain/calendar/isoDate';
import type { LoanEvent } from '../../../domain/loan/events';
import {
  type BankMoney,
  bankMoneyOn,
  enteredByHand,
  receivedByHand,
  standingAtBank,
} from '../../../domain/loan/manualReceipt';
import { fen } from '../../../domain/money/fen';
import { CALENDAR, suspended } from '../../support/loans';

const money = (amountFen: number, more: Partial<BankMoney> = {}): BankMoney => ({
  ...{
    name: `receipt/${amountFen}`,
    date: isoDate('2026-03-02'),
    bankReference: 'A1',
    isHeld: true,
    amountFen,
  },
  ...more,
});
const entry = (amountFen: number, otherThan: readonly string[] = []) => ({ amountFen, otherThan });
const codeOf = (...of: Parameters<typeof standingAtBank>) => {
  const standing = standingAtBank(...of);
  return standing.ok ? standing.value : standing.refusal.code;
};

describe('money that people vouch for, as the bank has it', () => {
  it('is what is held under the reference that they name, if the amount is the same', () => {
    const held = money(100);
    expect(codeOf(entry(100), { named: [held], near: [] })).toBe(held);
    expect(codeOf(entry(100), { named: [held, money(100, { name: 'transfer/1' })], near: [money(7)] })).toBe(
      held,
    );
    expect(codeOf(entry(101), { named: [held], near: [] })).toBe('BANK_AMOUNT_DIFFERS');
    expect(codeOf(entry(100), { named: [money(100, { isHeld: false })], near: [] })).toBe('BANK_MONEY_USED');
  });

  it('must be told apart from whatever came near it, in whatever amount', () => {
    const near = [money(40, { name: 'transfer/a' }), money(60, { name: 'transfer/b' })];
    expect(codeOf(entry(100), { named: [], near: [] })).toBeNull();
    expect(codeOf(entry(100), { named: [], near })).toBe('BANK_HAS_MONEY');
    expect(codeOf(entry(100, ['transfer/a']), { named: [], near })).toBe('BANK_HAS_MONEY');
    expect(codeOf(entry(100, ['transfer/a', 'transfer/b']), { named: [], near })).toBeNull();
  });
});

it('finds what was entered by hand and what the bank brought, unless it was reversed', () => {
  const received = (sequence: number, into: 'BANK' | 'CHANNEL', key: string, on = '2026-03-02') =>
    ({
      ...{ kind: 'RECEIVED', sequence, into, amountFen: fen(sequence), effectiveDate: isoDate(on) },
      ...{ recordedOn: isoDate(on), businessKey: `loan/l/${key}` },
    }) as LoanEvent;
  const events = [
    received(1, 'CHANNEL', 'change/one'),
    received(2, 'CHANNEL', 'change/two'),
    received(3, 'BANK', 'transfer/2026-03-02/A/1'),
    received(4, 'BANK', 'transfer/2026-03-01/A2', '2026-03-01'),
    received(5, 'BANK', 'instalment/1/collect/1'),
    received(6, 'BANK', 'receipt/r'),
    received(7, 'BANK', 'transfer/2026-03-02/A3'),
    { ...received(10, 'CHANNEL', 'change/five'), kind: 'RECOVERED' } as LoanEvent,
    { ...received(8, 'BANK', 'change/three'), kind: 'REVERSED', reverses: 2 } as LoanEvent,
    { ...received(9, 'BANK', 'change/four'), kind: 'REVERSED', reverses: 7 } as LoanEvent,
  ];
  expect(enteredByHand(events)).toEqual(['loan/l/change/one', 'loan/l/change/five']);
  expect(bankMoneyOn(events, isoDate('2026-03-02'))).toMatchObject([
    { name: 'transfer/2026-03-02/A/1', bankReference: 'A/1', isHeld: false },
    { name: 'receipt/r', bankReference: 'r', isHeld: false },
  ]);
});

it('recovers a loan from its write-off on, and is a receipt for days before', () => {
  const book = suspended();
  book.record('2026-05-16', { kind: 'WRITTEN_OFF' });
  const kindOn = (on: string) =>
    receivedByHand(
      book.history,
      { amountFen: fen(100), on: isoDate(on) },
      { recordedOn: isoDate('2026-06-01'), businessKey: 'loan/l/change/one' },
      CALENDAR,
    );
  expect(kindOn('2026-05-15')).toMatchObject({ kind: 'RECEIVED', into: 'CHANNEL' });
  for (const on of ['2026-05-16', '2026-06-01'])
    expect(kindOn(on)).toMatchObject({
      kind: 'RECOVERED',
      into: 'CHANNEL',
      effectiveDate: on,
      amountFen: 100,
    });
});
