import type { OpenDay, ReceiptSeen } from '../../contracts/activities';
import type { LoanId } from '../../contracts/ids';
import { loanQuery, type ReconciliationReport } from '../../contracts/workflows';
import { isoDate } from '../../domain/calendar/isoDate';
import { INSTITUTION, Stage } from './support/harness';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
}, 120_000);
afterEach(() => stage.endTest());
afterAll(() => stage.close());

test('reconciliation tells loans of transfers that it booked on them, and goes on without one that is over', async () => {
  const workflowId = await stage.borrow();
  const loanId = workflowId.replace('loan/', '') as LoanId;
  // Two days past the due date, whose debits the bank has declined.
  stage.world.bank = () => ({ status: 'FAILED', code: '41' });
  await stage.env.sleep('33 days');
  const view = () => stage.handle(`loan/${loanId}`).query(loanQuery);
  const { totalDueFen } = await view();
  expect(totalDueFen).toBeGreaterThan(0);
  const days: OpenDay[] = [{ institutionId: INSTITUTION, businessDate: '2026-02-07' }];
  const receipts: ReceiptSeen[] = [
    { loanId: 'over' as LoanId, businessKey: 'transfer/0' },
    { loanId, businessKey: 'transfer/1' },
  ];
  Object.assign(stage.world, {
    findOpenDays: async () => ({ days, more: false }),
    reconcileDays: async () => {
      const order = { key: 'transfer/1', valueDate: '2026-02-07', amountFen: totalDueFen + 1_000_000 };
      await stage.world.settlePayment({
        order: { ...order, purpose: 'REPAYMENT' } as never,
        outcome: { status: 'SUCCEEDED', bankReference: 'r', bankDate: '2026-01-05' },
        source: 'NOTICE',
        change: { audit: { actorId: null, action: 'X', outcome: 'X' } } as never,
      });
      return { matched: 1, differences: 0, receipts, payments: [], resolved: [], blockedOn: null };
    },
  });
  await stage.start('institutionReconciliation', `reconciliation-${loanId}`, { institutionId: INSTITUTION });
  expect(await stage.result<ReconciliationReport>(`reconciliation-${loanId}`)).toMatchObject({ matched: 1 });
  await stage.until(() => stage.world.openTasks('COLLECT_MANUALLY').length === 0);
  expect(await view()).toMatchObject({ totalDueFen: 0, openTasks: [] });
  expect(stage.world.stateOn(isoDate('2026-02-07')).suspenseFen).toBeGreaterThan(0);
});
