import type { BreakId, LoanId, ReceiptId } from '../../../contracts/ids';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { findBreaksWithoutProcess } from '../../../gateways/database/breaks';
import { findReceiptsWithoutProcess } from '../../../gateways/database/receipts';
import { attempt, CHECK, UNIQUE } from '../database/support/attempt';
import { decide, institutionId, staffOf } from '../database/support/cases';
import { paperOfTask } from '../database/support/papers';
import {
  AT,
  activities,
  approved,
  books,
  change,
  claimOf,
  database,
  debit,
  expectBooksToAgree,
  file,
  type Lent,
  lent,
  liveByFiles,
  owedBy,
  receiptsUnder,
  refundOrdered,
  settled,
  takeBack,
} from './support/bankDays';

liveByFiles();

/** What repaid a claim on a payer, and is taken back. */
describe('a repayment that is taken back', () => {
  const FEN = 110_000_000;
  let at: Lent;
  let on: IsoDate = isoDate('2026-02-16');
  let gone: number;
  let before: Awaited<ReturnType<typeof books>>;
  const next = () => {
    on = addDays(on, 1);
    return on;
  };

  /** A loan whose borrower was refunded what the bank took back, and owes it. */
  beforeEach(async () => {
    at = await lent({ termMonths: 1 });
    await file(next(), []);
    before = await books();
    const key = await debit(at, FEN, next());
    await file(on, [{ ref: key, fen: FEN, key }]);
    gone = (await owedBy(at)).suspenseFen;
    const order = await refundOrdered(at, gone, next());
    await settled(order);
    await file(on, [{ ref: order.key, fen: gone, key: order.key, direction: 'DEBIT' }]);
    await file(next(), [{ ref: `${key}/back`, fen: FEN, direction: 'DEBIT' }]);
    expect(await takeBack(at, key, 'BOUNCED')).toMatchObject({ became: 'APPLIED' });
    expect(await claimed()).toEqual({ open: gone, repaid: 0, lost: 0, isSettled: false });
  });
  afterEach(async () => {
    await expectBooksToAgree();
    expect(await books()).toEqual(before);
  });

  async function claimed() {
    const { rows } = await database.owner.query(
      `SELECT (amount_fen - repaid_fen - set_off_fen - written_off_fen)::integer AS open, repaid_fen::integer AS repaid,
              written_off_fen::integer AS lost, settled_at IS NOT NULL AS "isSettled"
         FROM payer_claim WHERE loan_id = $1`,
      [at.loanId],
    );
    expect(rows).toHaveLength(1);
    return rows[0];
  }
  /** How finance's list has it, first to last. */
  async function listed() {
    const { rows } = await database.owner.query<{ id: BreakId; status: string; fen: number }>(
      `SELECT b.id, b.status, b.amount_fen::integer AS fen FROM break_case b JOIN payer_claim c ON c.loan_id = $1
         WHERE b.kind = 'PAYER_CLAIM' AND starts_with(b.reference, c.reversal) ORDER BY b.created_at`,
      [at.loanId],
    );
    return rows;
  }
  async function came(amountFen: number): Promise<{ id: ReceiptId; ref: string }> {
    const ref = `P${next()}`;
    await file(on, [{ ref, fen: amountFen, from: '某人' }]);
    return { id: (await receiptsUnder(ref))[0]?.id as ReceiptId, ref };
  }
  async function repaidBy(amountFen: number) {
    const receipt = await came(amountFen);
    expect(await activities.repayClaim(claimOf(receipt.id, at))).toEqual({ ok: true });
    return receipt;
  }
  const reverse = async (receiptId: string, because: string) =>
    await change(at, 'REVERSE_RECEIPT', { receiptId, because });
  const taskless = async () =>
    (await findBreaksWithoutProcess(database.worker, 100)).map(({ id, amountFen }) => ({ id, amountFen }));

  test('and was another’s is held again, and the claim is open for it', async () => {
    const { id, ref } = await repaidBy(gone);
    expect(await claimed()).toMatchObject({ open: 0, isSettled: true });
    const wrong = await reverse(id, 'WRONG_LOAN');
    expect(wrong.became).toBe('APPLIED');
    expect(await claimed()).toEqual({ open: gone, repaid: 0, lost: 0, isSettled: false });
    const [first, again] = await listed();
    expect([first?.status, again]).toEqual([
      'RESOLVED',
      expect.objectContaining({ status: 'OPEN', fen: gone }),
    ]);
    expect(await taskless()).toContainEqual({ id: again?.id, amountFen: gone });
    expect(await receiptsUnder(ref)).toMatchObject([
      { id, status: 'CLAIMED' },
      { status: 'OPEN', reason: 'TAKEN_BACK', fen: gone },
    ]);
    expect(await findReceiptsWithoutProcess(database.worker, 100)).toContainEqual(
      expect.objectContaining({ bankReference: ref, suggestions: [], takenFrom: expect.any(String) }),
    );
    await expectBooksToAgree();
    // Once, whoever asks again; an attempt of the process after the first changes nothing.
    expect((await reverse(id, 'WRONG_LOAN')).became).toBe('ALREADY_REVERSED');
    expect((await reverse(id, 'BOUNCED')).became).toBe('ALREADY_REVERSED');
    expect((await reverse(id, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
    const taken = { loanId: at.loanId as LoanId, changeId: wrong.id, at: AT };
    expect(await activities.takeChange(taken)).toMatchObject({ status: 'APPLIED' });
    expect(await claimed()).toMatchObject({ open: gone });
    // It repays the claim after all.
    const held = (await receiptsUnder(ref))[1]?.id as ReceiptId;
    expect(await activities.repayClaim(claimOf(held, at))).toEqual({ ok: true });
    expect(await claimed()).toMatchObject({ open: 0, repaid: gone, isSettled: true });
    expect((await listed()).map(({ status }) => status)).toEqual(['RESOLVED', 'RESOLVED']);
  });

  test('and bounced leaves the bank by its file, and the rest of the claim stays repaid', async () => {
    const [part, { id }] = [await repaidBy(1_000), await repaidBy(gone - 1_000)];
    await file(next(), [{ ref: 'back', fen: gone - 1_000, direction: 'DEBIT' }]);
    expect((await reverse(id, 'BOUNCED')).became).toBe('APPLIED');
    expect(await claimed()).toEqual({ open: gone - 1_000, repaid: 1_000, lost: 0, isSettled: false });
    expect((await listed()).map(({ status, fen }) => [status, fen])).toEqual([
      ['RESOLVED', gone],
      ['OPEN', gone - 1_000],
    ]);
    await expectBooksToAgree();
    expect((await reverse(id, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
    // The other part too, while its claim is open: it stands in the list once.
    await file(next(), [{ ref: 'back too', fen: 1_000, direction: 'DEBIT' }]);
    expect((await reverse(part.id, 'BOUNCED')).became).toBe('APPLIED');
    expect(await claimed()).toEqual({ open: gone, repaid: 0, lost: 0, isSettled: false });
    expect((await listed()).map(({ status }) => status)).toEqual(['RESOLVED', 'OPEN']);
  });

  test('as bounced by mistake is held again, once', async () => {
    const { id, ref } = await repaidBy(gone);
    expect((await reverse(id, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
    expect((await reverse(id, 'BOUNCED')).became).toBe('APPLIED');
    expect(await books()).not.toEqual(before);
    expect((await reverse(id, 'NOT_BOUNCED')).became).toBe('APPLIED');
    expect(await receiptsUnder(ref)).toMatchObject([{ status: 'CLAIMED' }, { status: 'OPEN', fen: gone }]);
    expect((await reverse(id, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
    expect(await claimed()).toMatchObject({ open: gone });
  });

  test('waits while a refund of the loan is on its way; what repaid nothing is refused', async () => {
    const { id } = await repaidBy(1_000);
    const other = await came(5);
    expect((await reverse(other.id, 'WRONG_LOAN')).became).toBe('NOT_A_REPAYMENT');
    expect(await activities.bookCapital({ receiptId: other.id, at: AT })).toEqual({ ok: true });
    const more = await debit(at, FEN + 1_000_000, next());
    await file(on, [{ ref: more, fen: FEN + 1_000_000, key: more }]);
    expect(await claimed()).toMatchObject({ open: 0, repaid: 1_000, isSettled: true });
    const order = await refundOrdered(at, (await owedBy(at)).suspenseFen - 2_000, next());
    expect((await reverse(id, 'WRONG_LOAN')).became).toBe('REFUND_UNDER_WAY');
    await settled(order);
    await file(on, [{ ref: order.key, fen: order.amountFen, key: order.key, direction: 'DEBIT' }]);
    // What the loan holds is set off against what is owed back again.
    expect((await reverse(id, 'WRONG_LOAN')).became).toBe('APPLIED');
    expect(await claimed()).toEqual({ open: 0, repaid: 0, lost: 0, isSettled: true });
    expect((await owedBy(at)).suspenseFen).toBe(1_000);
    expect((await listed()).map(({ status }) => status)).toEqual(['RESOLVED', 'RESOLVED']);
  });

  async function writtenOff(breakId: BreakId, resolution: string): Promise<void> {
    const task = { kind: 'RESOLVE_BREAK', caseType: 'BREAK', caseId: breakId, institutionId };
    await paperOfTask(database.owner, task, { author: 'maker' });
    for (const [kind, decision, step, which] of [
      ['RESOLVE_BREAK', 'SETTLED', 'RESOLVE', 'one'],
      ['CONFIRM_BREAK', 'CONFIRM', 'CONFIRM', 'another'],
    ] as const)
      await decide(database.owner, {
        ...{ caseType: 'BREAK', caseId: breakId, institution: institutionId, role: 'finance' },
        ...{ kind, decision, step, actor: await staffOf(database.owner, institutionId, 'finance', which) },
      });
    await activities.settleBreak({
      ...{ breakId, resolution },
      change: {
        ...{ caseType: 'BREAK', caseId: breakId, institutionId: institutionId as never, enterpriseId: null },
        ...{ changeKey: 'RESOLVED', at: AT },
        audit: { actorId: null, action: 'CASE_RECHECKED', outcome: 'DONE' },
      },
    });
  }

  test('leaves what was written off as it is: the rest is written off by two once more', async () => {
    const { id } = await repaidBy(1_000);
    const [first] = await listed();
    await writtenOff(first?.id as BreakId, 'insolvent');
    expect(await claimed()).toEqual({ open: 0, repaid: 1_000, lost: gone - 1_000, isSettled: true });
    expect((await reverse(id, 'WRONG_LOAN')).became).toBe('APPLIED');
    expect(await claimed()).toEqual({ open: 1_000, repaid: 0, lost: gone - 1_000, isSettled: false });
    // The words of before were about what was left then.
    await writtenOff(first?.id as BreakId, 'insolvent');
    expect(await claimed()).toMatchObject({ open: 1_000, isSettled: false });
    const again = (await listed())[1]?.id as BreakId;
    await writtenOff(again, 'insolvent still');
    expect(await claimed()).toEqual({ open: 0, repaid: 0, lost: gone, isSettled: true });
    expect((await listed()).map(({ status }) => status)).toEqual(['RESOLVED', 'RESOLVED']);
  });

  test('is what the database has it be, whoever writes', async () => {
    const { id, ref } = await repaidBy(gone);
    const { rows } = await database.owner.query<{ id: string }>(
      'SELECT id FROM payer_claim WHERE loan_id = $1',
      [at.loanId],
    );
    const claim = rows[0]?.id ?? '';
    const reopened = `UPDATE payer_claim SET repaid_fen = 0, settled_at = NULL WHERE id = '${claim}'`;
    const mirror = (changeId: string, amountFen = gone) => {
      const postings = [
        { account: '1221.01', debitFen: amountFen, creditFen: 0 },
        { account: '2241.02', debitFen: 0, creditFen: amountFen },
      ];
      const businessKey = `claim/${claim}/receipt/${id}/change/${changeId}`;
      const posted = { businessKey, event: 'CLAIM_REOPENED', date: on, postings, offBalance: [] };
      return `SELECT post_entry('${institutionId}', '${JSON.stringify(posted)}')`;
    };
    const hold = (changeId: string) =>
      `INSERT INTO unidentified_receipt (institution_id, bank_date, bank_reference, amount_fen, reason, told_cipher,
           payer_index, taken_back_by)
         SELECT institution_id, bank_date, bank_reference, amount_fen, 'TAKEN_BACK', told_cipher, payer_index, '${changeId}'
           FROM unidentified_receipt WHERE bank_reference = '${ref}' LIMIT 1`;
    const anew = `INSERT INTO break_case (institution_id, kind, reference, amount_fen, detail)
      SELECT institution_id, 'PAYER_CLAIM', reversal || '/again/1', amount_fen, '{}' FROM payer_claim WHERE id = '${claim}'`;
    const asked = await approved(at, 'REVERSE_RECEIPT', { receiptId: id, because: 'WRONG_LOAN' });
    const bounced = await approved(at, 'REVERSE_RECEIPT', { receiptId: id, because: 'BOUNCED' });
    for (const pool of [database.worker, database.owner]) {
      // One part of it without the others.
      for (const [index, part] of [reopened, mirror(asked), hold(asked)].entries())
        expect([index, await attempt(pool, part)]).toEqual([index, CHECK]);
      expect(await attempt(pool, mirror(asked), reopened, hold(asked))).toBe(CHECK);
      expect(await attempt(pool, mirror(asked), reopened, anew)).toBe(CHECK);
      expect(await attempt(pool, mirror(bounced), reopened, anew, hold(bounced))).toBe(CHECK);
      expect(await attempt(pool, mirror(bounced), reopened, anew)).toBe(CHECK);
      expect(await attempt(pool, mirror(asked, 1), anew, hold(asked))).toBe(CHECK);
    }
    expect(await attempt(database.worker, mirror(asked), reopened, hold(asked), anew)).toBe('accepted');
    expect(await attempt(database.worker, hold(asked))).toBe(UNIQUE);
    expect(await attempt(database.worker, mirror(bounced))).toBe(CHECK);
    expect(await claimed()).toMatchObject({ open: gone, isSettled: false });
  });
});
