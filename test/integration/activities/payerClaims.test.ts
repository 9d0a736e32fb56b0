import type { BreakId, LoanId, ReceiptId } from '../../../contracts/ids';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { attempt, CHECK, DENIED } from '../database/support/attempt';
import { decide, institutionId, staffOf } from '../database/support/cases';
import {
  AT,
  activities,
  books,
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

jest.setTimeout(120_000);

liveByFiles();

/** What its payer got back of a receipt that is taken back. */
describe('a refund whose receipt is taken back', () => {
  const FEN = 110_000_000;
  const PRINCIPAL = fen(100_000_000);
  let at: Lent;
  let on: IsoDate = isoDate('2026-02-20');
  let key: string;
  let before: Awaited<ReturnType<typeof books>>;

  const next = () => {
    on = addDays(on, 1);
    return on;
  };
  const held = async () => (await owedBy(at)).suspenseFen;

  /** Money far above all that is owed: the rest is held. */
  async function overpaid(): Promise<void> {
    at = await lent({ termMonths: 1 });
    await file(next(), []);
    before = await books();
    key = await debit(at, FEN, next());
    await file(on, [{ ref: key, fen: FEN, key }]);
  }

  /** So much of what is held has gone back. */
  async function refunded(amountFen: number): Promise<void> {
    const order = await refundOrdered(at, amountFen, next());
    await settled(order);
    await file(on, [{ ref: order.key, fen: amountFen, key: order.key, direction: 'DEBIT' }]);
  }

  /** The bank takes the money back, and two of finance have the loan give it up. */
  async function bounce(): Promise<string> {
    await file(next(), [{ ref: `${key}/back`, fen: FEN, direction: 'DEBIT' }]);
    const { id, became } = await takeBack(at, key, 'BOUNCED');
    expect(became).toBe('APPLIED');
    return id;
  }

  interface Claim {
    readonly id: string;
    readonly amount: number;
    readonly repaid: number;
    readonly lost: number;
    readonly isSettled: boolean;
    readonly evidence: string | null;
    readonly breakId: BreakId;
    readonly status: string;
    readonly resolution: string | null;
  }
  async function claims(): Promise<readonly Claim[]> {
    const { rows } = await database.owner.query<Claim>(
      `SELECT c.id, c.amount_fen::integer AS amount, repaid_fen::integer AS repaid, written_off_fen::integer AS lost,
              settled_at IS NOT NULL AS "isSettled", evidence, b.id AS "breakId", b.status, b.resolution
         FROM payer_claim c LEFT JOIN break_case b ON b.kind = 'PAYER_CLAIM' AND b.reference = c.reversal
         WHERE c.loan_id = $1 ORDER BY c.created_at`,
      [at.loanId],
    );
    return rows;
  }
  async function claimed(): Promise<Claim> {
    const [claim, ...more] = await claims();
    expect(more).toEqual([]);
    if (claim === undefined) throw new Error('nothing is claimed');
    return claim;
  }
  /** What the ledger has on payers, of all loans. */
  async function ledgerFen(): Promise<number> {
    const { rows } = await database.owner.query<{ fen: string }>(
      `SELECT coalesce(sum(debit_fen - credit_fen), 0) AS fen FROM posting WHERE account_code = '1221.01'`,
    );
    return Number(rows[0]?.fen);
  }
  let others = 0;
  beforeEach(async () => {
    others = await ledgerFen();
  });
  afterEach(expectBooksToAgree);

  async function receiptOf(amountFen: number): Promise<ReceiptId> {
    const ref = `C${on}${amountFen}`;
    await file(next(), [{ ref, fen: amountFen, from: '某人' }]);
    return (await receiptsUnder(ref))[0]?.id as ReceiptId;
  }

  async function said(breakId: string, kind: string, decision: string, which: string): Promise<void> {
    await decide(database.owner, {
      ...{ caseType: 'BREAK', caseId: breakId, institution: institutionId, role: 'finance', kind, decision },
      step: kind === 'RESOLVE_BREAK' ? 'RESOLVE' : 'CONFIRM',
      actor: await staffOf(database.owner, institutionId, 'finance', which),
    });
  }
  const settle = (breakId: BreakId) =>
    activities.settleBreak({
      ...{ breakId, resolution: 'insolvent since May' },
      change: {
        ...{ caseType: 'BREAK', caseId: breakId, institutionId: institutionId as never, enterpriseId: null },
        ...{
          changeKey: 'RESOLVED',
          at: AT,
          audit: { actorId: null, action: 'CASE_RECHECKED', outcome: 'DONE' },
        },
      },
    });

  test("is claimed from its payer, in finance's list, and repaid by two receipts", async () => {
    await overpaid();
    const gone = await held();
    await refunded(gone);
    await bounce();
    const claim = await claimed();
    expect(claim).toMatchObject({ amount: gone, repaid: 0, isSettled: false, status: 'OPEN' });
    expect([await held(), await ledgerFen()]).toEqual([0, others + gone]);
    expect(await books()).toEqual(before);
    await expectBooksToAgree();
    // More than is owed is other money; a part of it is a part.
    const tooMuch = await receiptOf(gone + 1);
    const refusal = { ok: false, code: 'NO_CLAIM_OPEN' };
    expect(await activities.repayClaim(claimOf(tooMuch, at))).toEqual(refusal);
    const [part, rest] = [await receiptOf(1_000), await receiptOf(gone - 1_000)];
    expect(await activities.repayClaim(claimOf(part, at))).toEqual({ ok: true });
    expect(await activities.repayClaim(claimOf(part, at))).toEqual({ ok: true });
    expect(await claimed()).toMatchObject({ repaid: 1_000, isSettled: false, status: 'OPEN' });
    await expectBooksToAgree();
    expect(await activities.repayClaim(claimOf(rest, at))).toEqual({ ok: true });
    expect(await claimed()).toMatchObject({ repaid: gone, isSettled: true, resolution: 'REPAID' });
    expect([await held(), await ledgerFen()]).toEqual([0, others]);
    expect(await activities.bookCapital({ receiptId: tooMuch, at: AT })).toEqual({ ok: true });
  });

  test('in part is claimed in that part, and written off by two people', async () => {
    await overpaid();
    const gone = await held();
    await refunded(gone - 500_000);
    const first = await bounce();
    const claim = await claimed();
    expect(claim).toMatchObject({ amount: gone - 500_000 });
    expect(await books()).toEqual(before);
    // Nobody alone, and no program, lets go of it.
    await expect(settle(claim.breakId)).rejects.toMatchObject({ code: '23514' });
    await said(claim.breakId, 'RESOLVE_BREAK', 'SETTLED', 'one');
    await expect(settle(claim.breakId)).rejects.toMatchObject({ code: '23514' });
    expect(await claimed()).toMatchObject({ lost: 0, status: 'OPEN' });
    await said(claim.breakId, 'CONFIRM_BREAK', 'CONFIRM', 'another');
    await settle(claim.breakId);
    await settle(claim.breakId);
    const evidence = 'insolvent since May';
    expect(await claimed()).toMatchObject({
      lost: gone - 500_000,
      isSettled: true,
      evidence,
      resolution: evidence,
    });
    expect(await ledgerFen()).toBe(others);
    expect(await takeBack(at, key, 'BOUNCED')).toMatchObject({ became: 'ALREADY_REVERSED' });
    expect(first).not.toBe('');
  });

  test('waits for its outcome while it is on its way', async () => {
    await overpaid();
    const order = await refundOrdered(at, await held(), next());
    expect(await takeBack(at, key, 'BOUNCED')).toMatchObject({ became: 'REFUND_UNDER_WAY' });
    expect(await claims()).toEqual([]);
    await settled(order);
    await file(on, [{ ref: order.key, fen: order.amountFen, key: order.key, direction: 'DEBIT' }]);
    await bounce();
    expect(await claimed()).toMatchObject({ amount: order.amountFen });
    expect(await books()).toEqual(before);
  });

  test('is claimed from the payer of a loan that was closed, which owes again', async () => {
    await overpaid();
    await refunded(await held());
    const loanId = at.loanId as LoanId;
    expect(await activities.closeLoan({ loanId, asOf: on })).toEqual({ closed: true });
    await bounce();
    const { amount } = await claimed();
    expect(amount).toBeGreaterThan(5_000_000);
    expect((await owedBy(at)).principalOutstandingFen).toBe(PRINCIPAL);
    expect(await books()).toEqual(before);
    // The debt and the claim are two: money on the loan pays the debt.
    await debit(at, 101_000_000, next());
    expect(await claimed()).toMatchObject({ amount, repaid: 0 });
    await file(on, []);
  });

  test('is claimed where the receipt was another loan’s, and that money is held for whoever it is', async () => {
    at = await lent({ termMonths: 1 });
    await file(next(), []);
    before = await books();
    const came = await receiptOf(FEN);
    expect(await activities.claimReceipt(claimOf(came, at))).toMatchObject({ ok: true });
    key = `loan/${at.loanId}/receipt/${came}`;
    const gone = await held();
    await refunded(gone);
    expect(await takeBack(at, key, 'WRONG_LOAN')).toMatchObject({ became: 'APPLIED' });
    expect(await claimed()).toMatchObject({ amount: gone, status: 'OPEN' });
    expect([await held(), await ledgerFen()]).toEqual([0, others + gone]);
    expect(await books()).toEqual(before);
    await expectBooksToAgree();
    const { rows } = await database.owner.query<{ id: ReceiptId }>(
      `SELECT id FROM unidentified_receipt WHERE status = 'OPEN' AND amount_fen = $1`,
      [FEN],
    );
    const heldAgain = rows[0]?.id as ReceiptId;
    // All of it is more than is owed back; booked on the loan after all it pays that, and no claim.
    expect(await activities.repayClaim(claimOf(heldAgain, at))).toMatchObject({ ok: false });
    expect(await activities.claimReceipt(claimOf(heldAgain, at))).toMatchObject({ ok: true });
    expect(await claimed()).toMatchObject({ amount: gone, repaid: 0, status: 'OPEN' });
  });

  test('nothing is claimed where what is held covers it', async () => {
    await overpaid();
    await bounce();
    expect(await claims()).toEqual([]);
    expect(await ledgerFen()).toBe(others);
  });

  test('is what the database has it be, whoever writes', async () => {
    await overpaid();
    const gone = await held();
    await refunded(gone);
    await bounce();
    const { id, breakId } = await claimed();
    const entry = (businessKey: string, debitTo: string, creditTo: string, amount = 1_000) => {
      const postings = [
        { account: debitTo, debitFen: amount, creditFen: 0 },
        { account: creditTo, debitFen: 0, creditFen: amount },
      ];
      const posted = { businessKey, event: 'CLAIM_WRITTEN_OFF', date: on, postings, offBalance: [] };
      return `SELECT post_entry('${institutionId}', '${JSON.stringify(posted)}')`;
    };
    const repaid = `UPDATE payer_claim SET repaid_fen = repaid_fen + 1000 WHERE id = '${id}'`;
    const lost = `UPDATE payer_claim SET written_off_fen = amount_fen, evidence = 'so', settled_at = now() WHERE id = '${id}'`;
    for (const pool of [database.worker, database.owner]) {
      // The row without the ledger, the ledger without the row, and both with nothing behind them.
      expect(await attempt(pool, repaid)).toBe(CHECK);
      expect(await attempt(pool, entry(`claim/${id}/written-off`, '6702', '1221.01'))).toBe(CHECK);
      expect(await attempt(pool, entry(`some/${id}`, '6702', '1221.01'))).toBe(CHECK);
      expect(await attempt(pool, repaid, entry(`claim/${id}/receipt/${id}`, '2241.02', '1221.01'))).toBe(
        CHECK,
      );
      expect(await attempt(pool, repaid, entry(`claim/${id}/receipt/${id}`, '6702', '1221.01'))).toBe(CHECK);
      expect(await attempt(pool, lost, entry(`claim/${id}/written-off`, '6702', '1221.01', gone))).toBe(
        CHECK,
      );
      const resolved = `UPDATE break_case SET status = 'RESOLVED', resolution = 'x', resolved_at = now() WHERE id = '${breakId}'`;
      expect(await attempt(pool, resolved)).toBe(CHECK);
    }
    expect(await attempt(database.owner, `UPDATE payer_claim SET amount_fen = 1 WHERE id = '${id}'`)).toBe(
      CHECK,
    );
    expect(await attempt(database.owner, 'DELETE FROM payer_claim')).toBe(CHECK);
    const opened = `INSERT INTO payer_claim (institution_id, loan_id, enterprise_id, reversal, amount_fen, opened_on)
      SELECT institution_id, loan_id, enterprise_id, '${key}', 5, opened_on FROM payer_claim WHERE id = '${id}'`;
    expect(await attempt(database.owner, opened)).toBe(CHECK);
    for (const statement of [opened, 'DELETE FROM payer_claim', 'UPDATE payer_claim SET amount_fen = 1'])
      expect(await attempt(database.worker, statement)).toBe(DENIED);
    for (const pool of [database.api, database.auditor])
      for (const statement of [opened, repaid, 'DELETE FROM payer_claim'])
        expect(await attempt(pool, statement)).toBe(DENIED);
  });
});
