import type { ReceiptId } from '../../../contracts/ids';
import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { findReceiptsWithoutProcess } from '../../../gateways/database/receipts';
import { attempt, CHECK, DENIED, UNIQUE } from '../database/support/attempt';
import { type Case, institutionId } from '../database/support/cases';
import {
  activities,
  approved,
  books,
  claimOf,
  database,
  debit,
  enter,
  expectBooksToAgree,
  file,
  type Lent,
  lent,
  liveByFiles,
  owedBy,
  receiptsUnder,
  receivedOn,
  reverse,
  sequenceOf,
  takeBack,
  transitOf,
} from './support/bankDays';

liveByFiles();

describe('money of another', () => {
  const FEN = 70_000;
  let at: Lent;
  let other: Lent;
  let owed: Awaited<ReturnType<typeof owedBy>>;
  let before: Awaited<ReturnType<typeof books>>;

  beforeEach(async () => {
    [at, other] = [await lent(), await lent()];
    await file(next(), []);
    [owed, before] = [await owedBy(at), await books()];
  });
  afterEach(expectBooksToAgree);
  let on = isoDate('2026-03-18');
  const next = () => {
    on = addDays(on, 1);
    return on;
  };

  /** As the database is asked to hold what a loan gave up, by whoever. */
  const hold = (changeId: string, reference: string) =>
    `INSERT INTO unidentified_receipt (institution_id, bank_date, bank_reference, amount_fen, reason, told_cipher,
         payer_index, taken_back_by)
       SELECT institution_id, date, bank_reference, amount_fen, 'TAKEN_BACK', '', payer_index, '${changeId}'
       FROM statement_row WHERE bank_reference = '${reference}'`;
  const entryOf = (of: Case, changeId: string, name: string, debit: string, credit: string) => {
    const businessKey = `loan/${of.loanId}/change/${changeId}/${name}`;
    const postings = [
      { account: debit, debitFen: FEN, creditFen: 0 },
      { account: credit, debitFen: 0, creditFen: FEN },
    ];
    const posted = { businessKey, event: 'SHORT_ITEM', date: on, postings, offBalance: [] };
    return `SELECT post_entry('${institutionId}', '${JSON.stringify(posted)}')`;
  };

  /** It is on no loan, at the bank as its files have it, and stands open once. */
  async function expectHeld(reference: string): Promise<ReceiptId> {
    expect(await owedBy(at)).toEqual(owed);
    expect(await books()).toEqual(before);
    await expectBooksToAgree();
    const open = (await receiptsUnder(reference)).filter(({ status }) => status === 'OPEN');
    expect(open).toEqual([{ id: expect.any(String), reason: 'TAKEN_BACK', status: 'OPEN', fen: FEN }]);
    return open[0]?.id as ReceiptId;
  }

  test('that somebody matched is held again, goes to its loan, and from there on again', async () => {
    await file(next(), [{ ref: 'W1', fen: FEN, from: '某人' }]);
    const [first] = await receiptsUnder('W1');
    const claim = claimOf(first?.id as ReceiptId, at);
    expect(await activities.claimReceipt(claim)).toMatchObject({ ok: true });
    const key = `loan/${at.loanId}/receipt/${first?.id}`;
    expect((await takeBack(at, key, 'WRONG_LOAN')).became).toBe('APPLIED');
    const second = await expectHeld('W1');
    expect(await findReceiptsWithoutProcess(database.worker, 100)).toContainEqual(
      expect.objectContaining({ id: second, suggestions: [], takenFrom: expect.any(String) }),
    );
    expect(await activities.claimReceipt(claimOf(second, other))).toMatchObject({ ok: true });
    expect(await receivedOn(other)).toEqual([['receipt', FEN]]);
    await expectBooksToAgree();
    // Back on the first loan, where the reversal was the mistake.
    const again = `loan/${other.loanId}/receipt/${second}`;
    expect((await takeBack(other, again, 'WRONG_LOAN')).became).toBe('APPLIED');
    const third = await expectHeld('W1');
    expect(await activities.claimReceipt(claimOf(third, at))).toMatchObject({ ok: true });
    expect(await owedBy(at)).not.toEqual(owed);
    expect((await receiptsUnder('W1')).map(({ status }) => status)).toEqual([
      'CLAIMED',
      'CLAIMED',
      'CLAIMED',
    ]);
    expect(await books()).toEqual(before);
  });

  test('that was booked by itself, or entered by hand and shown, is held again', async () => {
    await file(next(), [{ ref: 'W2', fen: FEN, from: at.account, memo: at.loanId }]);
    expect(await receivedOn(at)).toEqual([['transfer', FEN]]);
    const booked = `loan/${at.loanId}/transfer/${on}/W2`;
    expect((await takeBack(at, booked, 'WRONG_LOAN')).became).toBe('APPLIED');
    await expectHeld('W2');
    const entry = await enter(at, FEN, on, {
      bankReference: 'W3',
      otherThan: [`receipt/${(await receiptsUnder('W2'))[0]?.id}`],
    });
    expect(entry.became).toBe('APPLIED');
    const entered = `loan/${at.loanId}/change/${entry.id}`;
    await file(next(), [{ ref: 'W3', fen: FEN }]);
    expect(await transitOf(at)).toEqual([]);
    expect((await takeBack(at, entered, 'WRONG_LOAN')).became).toBe('APPLIED');
    const held = await expectHeld('W3');
    expect(await activities.claimReceipt(claimOf(held, other))).toMatchObject({ ok: true });
  });

  test('is matched with what was entered on its own loan', async () => {
    await file(next(), [{ ref: 'W7', fen: FEN, from: at.account, memo: at.loanId }]);
    const otherThan = [`transfer/${on}/W7`];
    expect((await enter(other, FEN, on, { otherThan })).became).toBe('APPLIED');
    const booked = `loan/${at.loanId}/transfer/${on}/W7`;
    expect((await takeBack(at, booked, 'WRONG_LOAN')).became).toBe('APPLIED');
    const held = await expectHeld('W7');
    expect(await activities.matchEntry(claimOf(held, other))).toMatchObject({ ok: true });
    expect(await transitOf(other)).toEqual([]);
    expect(await books()).toEqual(before);
  });

  test('that was held and bounces leaves the bank once, by its file', async () => {
    await file(next(), [{ ref: 'W4', fen: FEN, from: '某人' }]);
    const [first] = await receiptsUnder('W4');
    expect(await activities.claimReceipt(claimOf(first?.id as ReceiptId, at))).toMatchObject({ ok: true });
    const key = `loan/${at.loanId}/receipt/${first?.id}`;
    const reversal = await takeBack(at, key, 'BOUNCED');
    await expectBooksToAgree();
    await file(next(), [{ ref: 'W4/back', fen: FEN, direction: 'DEBIT' }]);
    expect(await owedBy(at)).toEqual(owed);
    expect(await books()).toEqual(before);
    expect(await receiptsUnder('W4')).toMatchObject([{ status: 'CLAIMED' }]);
    // The bank has it no more: nobody can say that it has, and the database holds nothing for whoever did.
    const mistaken = { sequence: await sequenceOf(key), because: 'NOT_BOUNCED' };
    await approved(at, 'REVERSE_RECEIPT', mistaken);
    for (const pool of [database.worker, database.owner])
      expect(
        await attempt(pool, entryOf(at, reversal.id, 'held', '1221', '2241.02'), hold(reversal.id, 'W4')),
      ).toBe(CHECK);
    expect((await takeBack(at, key, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
  });

  test('and what was taken for bounced is held again by two people, once', async () => {
    const key = await debit(at, FEN, next());
    await file(on, [{ ref: key, fen: FEN, key }]);
    expect((await takeBack(at, key, 'WRONG_LOAN')).became).toBe('RECEIPT_OF_ORDER');
    expect((await takeBack(at, key, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
    await reverse(at, key);
    expect(await books()).not.toEqual(before);
    expect((await takeBack(at, key, 'NOT_BOUNCED')).became).toBe('APPLIED');
    const held = await expectHeld(key);
    expect((await takeBack(at, key, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
    expect(await activities.claimReceipt(claimOf(held, at))).toMatchObject({ ok: true });
    expect(await books()).toEqual(before);
    expect(await owedBy(at)).not.toEqual(owed);
    // What the bank never had is not held.
    const lost = await debit(at, FEN, next());
    await reverse(at, lost);
    expect((await takeBack(at, lost, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
    await file(on, []);
    await file(next(), []);
  });

  test('that the bank took back under the key of our debit is not there, whatever another loan gave up', async () => {
    const [taken, left] = [await debit(at, FEN, next()), await debit(other, FEN, on)];
    await file(on, [
      { ref: taken, fen: FEN, key: taken },
      { ref: left, fen: FEN, key: left },
    ]);
    const gone = await takeBack(at, taken, 'BOUNCED');
    await reverse(other, left);
    // As much is left to the bank in all as either of them gave up.
    await file(next(), [{ ref: 'returned', fen: FEN, key: taken, direction: 'DEBIT' }]);
    await approved(at, 'REVERSE_RECEIPT', { sequence: await sequenceOf(taken), because: 'NOT_BOUNCED' });
    for (const pool of [database.worker, database.owner])
      expect(await attempt(pool, entryOf(at, gone.id, 'held', '1221', '2241.02'), hold(gone.id, taken))).toBe(
        CHECK,
      );
    expect((await takeBack(at, taken, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
    expect((await takeBack(other, left, 'NOT_BOUNCED')).became).toBe('APPLIED');
    expect((await receiptsUnder(left)).map(({ status }) => status)).toEqual(['OPEN']);
    expect(await books()).toEqual(before);
  });

  test('is held as the database allows it, whoever writes', async () => {
    await file(next(), [
      { ref: 'W5', fen: FEN, from: '某人' },
      { ref: 'W6', fen: FEN, from: at.account, memo: at.loanId },
    ]);
    const [first] = await receiptsUnder('W5');
    expect(await activities.claimReceipt(claimOf(first?.id as ReceiptId, at))).toMatchObject({ ok: true });
    const bounced = await takeBack(at, `loan/${at.loanId}/receipt/${first?.id}`, 'BOUNCED');
    const wrong = await takeBack(at, `loan/${at.loanId}/transfer/${on}/W6`, 'WRONG_LOAN');
    // What the bank never showed is held for nobody.
    const slip = await enter(at, FEN, on, {
      otherThan: (await receiptsUnder('W6')).map(({ id }) => `receipt/${id}`),
    });
    const unseen = await takeBack(at, `loan/${at.loanId}/change/${slip.id}`, 'WRONG_LOAN');
    expect([bounced, wrong, unseen].map(({ became }) => became)).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
    const entry = (changeId: string, ...of: [name: string, debit: string, credit: string]) =>
      entryOf(at, changeId, ...of);
    for (const pool of [database.worker, database.owner]) {
      // It bounced: nothing of it is held. It was another's: it does not bounce too, and is held once.
      expect(await attempt(pool, hold(bounced.id, 'W5'))).toBe(CHECK);
      expect(await attempt(pool, hold(wrong.id, 'W6'))).toBe(UNIQUE);
      expect(await attempt(pool, hold(unseen.id, 'W5'))).toBe(CHECK);
      expect(await attempt(pool, hold(unseen.id, 'W6'))).toBe(CHECK);
      expect(await attempt(pool, entry(wrong.id, 'bounced', '1002', '1221'))).toBe(CHECK);
      expect(await attempt(pool, entry(bounced.id, 'held', '1221', '2241.02'))).toBe(CHECK);
      expect(await attempt(pool, entry(bounced.id, 'held', '1002', '2241.02'))).toBe(CHECK);
    }
    for (const pool of [database.api, database.auditor]) {
      expect(await attempt(pool, hold(wrong.id, 'W6'))).toBe(DENIED);
      expect(await attempt(pool, entry(wrong.id, 'bounced', '1002', '1221'))).toBe(DENIED);
    }
    await file(next(), [{ ref: 'W5/back', fen: FEN, direction: 'DEBIT' }]);
  });
});
