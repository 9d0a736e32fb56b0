import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { parseStatement } from '../../../gateways/bank';
import { API_KEY, type BankDriver, startBank } from '../../support/bankDriver';
import { temporaryFolder } from '../../support/sandboxProcess';

const INSTITUTION = '6222000000000001';
const BORROWER = '6222000000000002';
const DAY = isoDate('2026-03-02');
const NEXT_DAY = isoDate('2026-03-03');

describe('the statement file of a day', () => {
  let bank: BankDriver;
  let text: string;

  beforeAll(async () => {
    bank = await startBank(temporaryFolder());
    await bank.openAccount(INSTITUTION, 'INSTITUTION');
    await bank.deposit(INSTITUTION, 1_000_000, { notice: 'NONE', valueDate: '2026-03-01' });
    const pay = (key: string, valueDate: typeof DAY, memo: string) =>
      bank.gateway.submitPayment({
        key,
        kind: 'PAYOUT',
        debitAccount: INSTITUTION,
        creditAccount: BORROWER,
        amountFen: fen(250_000),
        valueDate,
        memo,
      });
    await pay('loan/1/disburse', DAY, 'plain');
    await pay('loan/2/disburse', NEXT_DAY, 'of the next day');
    await pay('loan/3/disburse', DAY, 'a "memo", with commas\nand lines, 放款');
    await pay('loan/4/disburse', DAY, 'one more');
    await pay('loan/5/disburse', DAY, 'declined: no funds');
    const answer = await fetch(`${bank.url}/statements/${DAY}`, {
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    text = await answer.text();
  });
  afterAll(() => bank.process.stop());

  it('lists both sides of every movement of the date, with the balances of the day, and ends with sums', async () => {
    const statement = await bank.gateway.statementFile(DAY);
    expect(statement.entries).toHaveLength(6);
    expect(text.trimEnd().split('\n').at(-1)).toBe('T,6,750000,750000');
    expect(statement.entries.map((entry) => entry.memo)).toContain('a "memo", with commas\nand lines, 放款');
    // The payment of the next day was taken before the last two; it is not in this day's balance.
    expect(statement.entries.filter((entry) => entry.account === BORROWER).at(-1)?.balanceAfterFen).toBe(
      750_000,
    );
  });

  it('can be had of one account, and is empty on a day without movements', async () => {
    const ofOne = await bank.gateway.statementFile(DAY, BORROWER);
    expect(ofOne.entries.every((entry) => entry.direction === 'CREDIT')).toBe(true);
    expect((await bank.gateway.statementFile(isoDate('2020-01-01'))).entries).toEqual([]);
  });

  it('is the same text every time', async () => {
    const again = await fetch(`${bank.url}/statements/${DAY}`, {
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    expect(await again.text()).toBe(text);
  });

  it('is final: what comes later for the day is booked on the day after, also when the bank has died since', async () => {
    const folder = temporaryFolder();
    const first = await startBank(folder);
    await first.openAccount(INSTITUTION, 'INSTITUTION');
    await first.deposit(INSTITUTION, 100, { valueDate: DAY });
    await first.gateway.statementFile(DAY);
    await first.process.stop('SIGKILL');

    const second = await startBank(folder);
    await second.deposit(INSTITUTION, 200, { valueDate: DAY });
    const amountsOf = async (day: typeof DAY) =>
      (await second.gateway.statementFile(day)).entries.map(({ amountFen }) => amountFen);
    expect(await amountsOf(DAY)).toEqual([100]);
    expect(await amountsOf(NEXT_DAY)).toEqual([200]);
    await second.process.stop();
  });

  it('can be planned to be broken for one account alone', async () => {
    await bank.plan({ on: 'STATEMENT', account: INSTITUTION }, { kind: 'TORN' });
    await expect(bank.gateway.statementFile(DAY, BORROWER)).resolves.toBeDefined();
    await expect(bank.gateway.statementFile(DAY, INSTITUTION)).rejects.toThrow(
      expect.objectContaining({ name: 'StatementInvalid' }),
    );
    await expect(bank.gateway.statementFile(DAY, INSTITUTION)).resolves.toBeDefined();
  });

  it.each([
    ['cut short', 'CUT_SHORT', () => text.slice(0, -20)],
    ['without a line', 'TRAILER', () => text.replace(/^1?\d,B.*loan\/1.*\n/m, '')],
    ['with another amount', 'TRAILER', () => text.replace(',250000,', ',250001,')],
    ['of another day', 'OTHER_FILE', () => text.replaceAll('2026-03-02', '2026-03-03')],
    ['with a broken quote', 'CUT_SHORT', () => text.replace('""memo""', '"memo')],
    ['empty', 'CUT_SHORT', () => ''],
    ['in another encoding', 'ENCODING', () => text.replace('放', '\ufffd')],
    ['with a negative amount', 'NUMBER', () => text.replace(',250000,', ',-250000,')],
    [
      'with a line of another day',
      'OTHER_DATE',
      () => text.replace(',250000,2026-03-02,', ',250000,2026-03-01,'),
    ],
    ['with a line twice', 'DOUBLED_LINE', () => text.replace(/^(\d+,B.*plain)$/m, '$1\n$1')],
  ])('is refused when %s', async (_what, code, altered) => {
    expect((await parseStatement(text, DAY)).entries).toHaveLength(6);
    await expect(parseStatement(altered(), DAY)).rejects.toMatchObject({ name: 'StatementInvalid', code });
  });

  it('of one account is refused when its balances do not follow, or a line is of another account', async () => {
    const answer = await fetch(`${bank.url}/statements/${DAY}?account=${INSTITUTION}`, {
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    const ofOne = await answer.text();
    expect((await parseStatement(ofOne, DAY, INSTITUTION)).entries).toHaveLength(3);
    const unbalanced = ofOne.replace(/,(\d+),one more$/m, (_all, fen) => `,${Number(fen) + 1},one more`);
    await expect(parseStatement(unbalanced, DAY, INSTITUTION)).rejects.toMatchObject({ code: 'BALANCE' });
    const foreign = ofOne.replace(`,${INSTITUTION},${BORROWER},`, `,${BORROWER},${BORROWER},`);
    await expect(parseStatement(foreign, DAY, INSTITUTION)).rejects.toMatchObject({ code: 'OTHER_ACCOUNT' });
  });
});
