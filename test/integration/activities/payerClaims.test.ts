import { uuidv7 } from 'uuidv7';
import type { BreakId, InstitutionId, LoanId, ReceiptId, TaskId } from '../../../contracts/ids';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { listBreaks } from '../../../gateways/database/breaks';
import { databaseOn } from '../../../gateways/database/client';
import { recordLoanEvents } from '../../../gateways/database/loans';
import { whyNotProved } from '../../../gateways/database/payerClaims';
import { listReceipts } from '../../../gateways/database/receipts';
import { attempt, CHECK, DENIED } from '../database/support/attempt';
import { calendar, decide, institutionId, staffOf, withoutLaw } from '../database/support/cases';
import { paperOfTask } from '../database/support/papers';
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

liveByFiles();

/** What its payer got back of a receipt that is taken back. */
describe('a refund whose receipt is taken back', () => {
  const FEN = 110_000_000;
  const PRINCIPAL = fen(100_000_000);
  let at: Lent;
  let on: IsoDate = isoDate('2026-02-16');
  let key: string;
  let before: Awaited<ReturnType<typeof books>>;

  const next = () => {
    on = addDays(on, 1);
    return on;
  };
  const held = async () => (await owedBy(at)).suspenseFen;

  /** Money far above all that is owed: the rest is held. */
  async function overpaid(termMonths = 1): Promise<void> {
    at = await lent({ termMonths });
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
    readonly setOff: number;
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
              set_off_fen::integer AS "setOff",
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
  const setOffOf = ({ loanId }: Lent, amountFen: number) => `
    INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
      SELECT loan_id, max(sequence) + 1, 'SET_OFF', '${on}', '{"amountFen": ${amountFen}}', 'loan/${loanId}/set-off/x'
        FROM loan_event WHERE loan_id = '${loanId}' GROUP BY loan_id`;
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
  /** What its task is called in the inbox. */
  async function titleOf({ breakId: caseId }: Claim): Promise<string | undefined> {
    const [taskId, of] = [uuidv7() as TaskId, { caseType: 'BREAK', caseId } as const];
    const lender = { institutionId: institutionId as InstitutionId, enterpriseId: null };
    const audit = { actorId: null, action: 'CASE_RECHECKED', outcome: 'OPEN' } as const;
    await activities.recordHumanStep({
      ...{ ...of, ...lender, changeKey: 'asked', at: AT, audit },
      open: [
        {
          ...{ ...of, ...lender, taskId, kind: 'RESOLVE_BREAK', role: 'finance', round: 1, dueAt: AT },
          ...{ workflowId: `break/${caseId}`, amountFen: null, reason: { code: 'BREAK_PAYER_CLAIM' } },
        },
      ],
    });
    const { rows } = await database.owner.query<{ title: string }>(
      'SELECT case_title AS title FROM human_task WHERE id = $1',
      [taskId],
    );
    return rows[0]?.title;
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
    expect(await titleOf(claim)).toMatch(/有限公司|Ltd/);
    // More than is owed is other money; a part of it is a part.
    const tooMuch = await receiptOf(gone + 1);
    const refusal = { ok: false, code: 'NO_CLAIM_OPEN' };
    expect(await activities.repayClaim(claimOf(tooMuch, at))).toEqual(refusal);
    const [part, rest] = [await receiptOf(1_000), await receiptOf(gone - 1_000)];
    expect(await activities.repayClaim(claimOf(part, at))).toEqual({ ok: true });
    expect(await activities.repayClaim(claimOf(part, at))).toEqual({ ok: true });
    expect(await claimed()).toMatchObject({ repaid: 1_000, isSettled: false, status: 'OPEN' });
    await expectBooksToAgree();
    const listed = await listBreaks(
      databaseOn(database.api),
      { institutionId, status: 'OPEN', kind: 'PAYER_CLAIM' },
      { pageSize: 200 },
    );
    const shown = listed.items.find(({ id }) => id === claim.breakId);
    expect(shown).toMatchObject({ amountFen: gone, detail: { openFen: gone - 1_000 } });
    expect(await activities.repayClaim(claimOf(rest, at))).toEqual({ ok: true });
    expect(await claimed()).toMatchObject({ repaid: gone, isSettled: true, resolution: 'REPAID' });
    expect([await held(), await ledgerFen()]).toEqual([0, others]);
    expect(await activities.bookCapital({ receiptId: tooMuch, at: AT })).toEqual({ ok: true });
    const { items } = await listReceipts(database.api, { institutionId }, { pageSize: 200 });
    const repaid = items.filter(({ repaidClaim }) => repaidClaim).map(({ id }) => id);
    expect(repaid.sort()).toEqual([part, rest].sort());
    const seen = await listReceipts(database.api, { institutionId, status: 'CAPITAL' }, { pageSize: 1 });
    expect(seen.items).toMatchObject([{ id: tooMuch, status: 'CAPITAL', repaidClaim: false, taskId: null }]);
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
    // Nor two without a paper.
    await expect(settle(claim.breakId)).rejects.toMatchObject({ code: '23514' });
    const task = { kind: 'RESOLVE_BREAK', caseType: 'BREAK', caseId: claim.breakId, institutionId };
    await paperOfTask(database.owner, task, { author: 'maker' });
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

  test('is not written off by a paper that proved the loss of another claim', async () => {
    const content = uuidv7();
    const lose = async (): Promise<Claim> => {
      await overpaid();
      await refunded(await held());
      await bounce();
      const claim = await claimed();
      await said(claim.breakId, 'RESOLVE_BREAK', 'SETTLED', 'one');
      await said(claim.breakId, 'CONFIRM_BREAK', 'CONFIRM', 'another');
      const task = { kind: 'RESOLVE_BREAK', caseType: 'BREAK', caseId: claim.breakId, institutionId };
      expect(await whyNotProved(database.api, claim.breakId)).toBe('EVIDENCE_REQUIRED');
      await paperOfTask(database.owner, task, { author: 'maker', content });
      return claim;
    };
    const first = await lose();
    expect(await whyNotProved(database.api, first.breakId)).toBeNull();
    await settle(first.breakId);
    const second = await lose();
    expect(await whyNotProved(database.api, second.breakId)).toBe('EVIDENCE_OF_ANOTHER');
    await expect(settle(second.breakId)).rejects.toMatchObject({ code: '23514' });
    const task = { kind: 'RESOLVE_BREAK', caseType: 'BREAK', caseId: second.breakId, institutionId };
    await paperOfTask(database.owner, task, { author: 'maker' });
    expect(await whyNotProved(database.api, second.breakId)).toBeNull();
    await settle(second.breakId);
    expect(await claimed()).toMatchObject({ isSettled: true, repaid: 0 });
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

  /** What went back to its payer, or is on its way. */
  async function outFen(): Promise<number> {
    const { rows } = await database.owner.query<{ fen: number }>(
      `SELECT coalesce(sum(amount_fen), 0)::integer AS fen FROM payment
         WHERE subject_id = $1 AND purpose = 'REFUND' AND status <> 'FAILED'`,
      [at.loanId],
    );
    return rows[0]?.fen ?? 0;
  }
  const plan = () => activities.planInstalment({ loanId: at.loanId as LoanId, fromInstalment: 1, asOf: on });

  /** Taken for bounced after its surplus was refunded: the bank has it still, and it is booked on the loan again. */
  async function bookedAgain() {
    await overpaid();
    const gone = await held();
    await refunded(gone);
    expect(await takeBack(at, key, 'BOUNCED')).toMatchObject({ became: 'APPLIED' });
    expect(await claimed()).toMatchObject({ amount: gone, status: 'OPEN' });
    expect(await takeBack(at, key, 'NOT_BOUNCED')).toMatchObject({ became: 'APPLIED' });
    const [heldAgain] = (
      await database.owner.query<{ id: ReceiptId }>(
        `SELECT id FROM unidentified_receipt WHERE status = 'OPEN' AND amount_fen = $1`,
        [FEN],
      )
    ).rows;
    const receiptId = heldAgain?.id as ReceiptId;
    expect(await activities.claimReceipt(claimOf(receiptId, at))).toMatchObject({ ok: true });
    return { gone, again: `loan/${at.loanId}/receipt/${receiptId}` };
  }

  test('is set off once its receipt is booked again: nothing goes out twice, and the loan closes', async () => {
    const { gone, again } = await bookedAgain();
    expect(await claimed()).toMatchObject({
      ...{ setOff: gone, repaid: 0, lost: 0, isSettled: true, status: 'RESOLVED', resolution: 'SET_OFF' },
    });
    expect([await held(), await ledgerFen(), await outFen()]).toEqual([0, others, gone]);
    expect(await books()).toEqual(before);
    await expectBooksToAgree();
    expect(await plan()).toMatchObject({ settled: true, suspenseFen: 0 });
    expect(await activities.closeLoan({ loanId: at.loanId as LoanId, asOf: on })).toEqual({ closed: true });
    // Taken back after all, its money was not there to be set off: that is owed again, under its own name.
    await file(next(), [{ ref: `${again}/back`, fen: FEN, direction: 'DEBIT' }]);
    expect(await takeBack(at, again, 'BOUNCED')).toMatchObject({ became: 'APPLIED' });
    expect(await claims()).toMatchObject([
      { amount: gone, setOff: gone, status: 'RESOLVED' },
      { amount: gone, setOff: 0, isSettled: false, status: 'OPEN' },
    ]);
    expect([await held(), await ledgerFen()]).toEqual([0, others + gone]);
    expect(await books()).toEqual(before);
  });

  test('is set off as far as it is open, and only the rest of what is held goes out', async () => {
    await overpaid();
    const gone = await held();
    await refunded(gone);
    await bounce();
    const part = await receiptOf(1_000);
    expect(await activities.repayClaim(claimOf(part, at))).toEqual({ ok: true });
    // The loan is paid first, then the claim.
    const more = await debit(at, FEN + 1_000_000, next());
    await file(on, [{ ref: more, fen: FEN + 1_000_000, key: more }]);
    expect(await claimed()).toMatchObject({ repaid: 1_000, setOff: gone - 1_000, resolution: 'SET_OFF' });
    const left = await held();
    expect(left).toBeGreaterThan(0);
    expect(await plan()).toMatchObject({ settled: true, suspenseFen: left });
    await refunded(left);
    expect([await held(), await outFen()]).toEqual([0, gone + left]);
    expect(await activities.closeLoan({ loanId: at.loanId as LoanId, asOf: on })).toEqual({ closed: true });
  });

  test('pays no claim while the loan owes', async () => {
    await overpaid();
    const gone = await held();
    await refunded(gone);
    await bounce();
    const less = await debit(at, 100_000_000, next());
    await file(on, [{ ref: less, fen: 100_000_000, key: less }]);
    expect(await plan()).toMatchObject({ settled: false });
    expect(await claimed()).toMatchObject({ setOff: 0, status: 'OPEN' });
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
    // All of it is more than is owed back; booked on the loan after all it pays that first, and the claim then.
    expect(await activities.repayClaim(claimOf(heldAgain, at))).toMatchObject({ ok: false });
    expect(await activities.claimReceipt(claimOf(heldAgain, at))).toMatchObject({ ok: true });
    expect(await claimed()).toMatchObject({ setOff: gone, repaid: 0, status: 'RESOLVED' });
    expect([await held(), await ledgerFen()]).toEqual([0, others]);
  });

  test('nothing is claimed where what is held covers it', async () => {
    await overpaid();
    await bounce();
    expect(await claims()).toEqual([]);
    expect(await ledgerFen()).toBe(others);
  });

  test('is not given back out of what is held while it is open, whoever orders it', async () => {
    await overpaid(12);
    const gone = 60_000_000;
    await refunded(gone);
    await bounce();
    expect(await claimed()).toMatchObject({ amount: gone, status: 'OPEN' });
    // The rest of the year is not due: it is held, and set off against nothing.
    const more = await debit(at, FEN, next());
    await file(on, [{ ref: more, fen: FEN, key: more }]);
    expect(await plan()).toMatchObject({ settled: false });
    const free = (await held()) - gone;
    expect(free).toBeGreaterThan(10_000_000);
    const orderOf = (amountFen: number) => `INSERT INTO payment SELECT (jsonb_populate_record(NULL::payment,
        to_jsonb(p) || jsonb_build_object('id', gen_random_uuid(), 'key', p.key || '/again', 'status', 'CREATED',
          'amount_fen', ${amountFen}, 'bank_reference', NULL, 'bank_date', NULL, 'settled_at', NULL,
          'reconciled_on', NULL, 'reconciled_as', NULL, 'submitted_at', NULL))).*
      FROM payment p WHERE subject_id = '${at.loanId}' AND purpose = 'REFUND'`;
    expect(await attempt(database.owner, orderOf(free + 1))).toBe(CHECK);
    const taken = ['SET CONSTRAINTS ALL IMMEDIATE', 'SELECT 1 / 0'];
    expect(await attempt(database.owner, orderOf(free), ...taken)).toBe('22012');
    await expect(refundOrdered(at, free + 1, next())).rejects.toThrow('NOT_BOOKABLE');
    const setOff = setOffOf(at, 1);
    for (const pool of [database.worker, database.owner])
      expect(await attempt(pool, setOff)).toBe(pool === database.owner ? CHECK : DENIED);
  });

  test('is what the database has it be, whoever writes', async () => {
    await overpaid();
    const gone = await held();
    await refunded(gone);
    await bounce();
    const { id, breakId } = await claimed();
    const setOff = `UPDATE payer_claim SET set_off_fen = 1000 WHERE id = '${id}'`;
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
      expect(await attempt(pool, entry(`claim/${id}/written-off/${breakId}`, '6702', '1221.01'))).toBe(CHECK);
      expect(await attempt(pool, entry(`some/${id}`, '6702', '1221.01'))).toBe(CHECK);
      expect(await attempt(pool, repaid, entry(`claim/${id}/receipt/${id}`, '2241.02', '1221.01'))).toBe(
        CHECK,
      );
      expect(await attempt(pool, repaid, entry(`claim/${id}/receipt/${id}`, '6702', '1221.01'))).toBe(CHECK);
      expect(
        await attempt(pool, lost, entry(`claim/${id}/written-off/${breakId}`, '6702', '1221.01', gone)),
      ).toBe(CHECK);
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
    // Set off is what an event of the loan says, and no more of it than is open.
    expect(await attempt(database.owner, setOff)).toBe(CHECK);
    expect(await attempt(database.worker, setOff)).toBe(DENIED);
    for (const pool of [database.api, database.auditor])
      for (const statement of [opened, repaid, 'DELETE FROM payer_claim'])
        expect(await attempt(pool, statement)).toBe(DENIED);
  });

  test('is set off by an event of its loan, for so much as is open, with its entry', async () => {
    await overpaid();
    await refunded(await held());
    const more = await debit(at, 5_000_000, next());
    await file(on, [{ ref: more, fen: 5_000_000, key: more }]);
    await refunded(5_000_000);
    await file(next(), [{ ref: `${more}/back`, fen: 5_000_000, direction: 'DEBIT' }]);
    expect(await takeBack(at, more, 'BOUNCED')).toMatchObject({ became: 'APPLIED' });
    // The loan owes nothing, and holds nothing: there is nothing to set off, and the claim holds up no closing.
    expect(await plan()).toMatchObject({ settled: true, suspenseFen: 0 });
    expect(await claimed()).toMatchObject({ amount: 5_000_000, setOff: 0, status: 'OPEN' });
    expect(await attempt(database.owner, setOffOf(at, 5_000_001))).toBe(CHECK);
    expect(await attempt(database.owner, setOffOf(at, 5_000_000))).toBe(CHECK);
    expect(await attempt(database.owner, setOffOf(at, 5_000_000), 'SELECT 1 / 0')).toBe('22012');
    expect(await attempt(database.worker, setOffOf(at, 5_000_000))).toBe(DENIED);
    expect(await activities.closeLoan({ loanId: at.loanId as LoanId, asOf: on })).toEqual({ closed: true });
  });

  test('is set off where the loan was written off, once all that is claimed of it is recovered', async () => {
    at = await lent({ termMonths: 1 });
    await file(next(), []);
    // Nobody is asked about the write-off here.
    await withoutLaw(database.owner, 'loan_event', 'judge_contract_event');
    const lost = (['NON_ACCRUAL_ENTERED', 'WRITTEN_OFF'] as const).map((kind) => ({
      ...{ kind, effectiveDate: on, recordedOn: on, businessKey: `loan/${at.loanId}/${kind}` },
    }));
    expect(await recordLoanEvents(database.worker, at.loanId, lost, calendar)).toMatchObject({ ok: true });
    key = await debit(at, FEN, next());
    await file(on, [{ ref: key, fen: FEN, key }]);
    const gone = await held();
    expect(gone).toBeGreaterThan(1_000_000);
    await refunded(gone);
    await bounce();
    expect(await claimed()).toMatchObject({ amount: gone, status: 'OPEN' });
    const part = await debit(at, 1_000_000, next());
    const more = await debit(at, FEN, on);
    await file(on, [
      { ref: part, fen: 1_000_000, key: part },
      { ref: more, fen: FEN, key: more },
    ]);
    expect(await claimed()).toMatchObject({ setOff: gone, status: 'RESOLVED' });
    expect(await plan()).toMatchObject({ settled: true, writtenOff: true, suspenseFen: 1_000_000 });
    await refunded(1_000_000);
    expect(await activities.closeLoan({ loanId: at.loanId as LoanId, asOf: on })).toEqual({ closed: true });
  });
});
