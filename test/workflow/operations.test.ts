import type { OpenDay, Reconciled } from '../../contracts/activities';
import type { PaymentId } from '../../contracts/ids';
import { paymentQuery, type ReconciliationReport } from '../../contracts/workflows';
import { instantOf } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';
import { ENTERPRISE, freshIds, INSTITUTION, Stage } from './support/harness';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

test('reconciliation tells payments what the file says of them, and goes on without one that is over', async () => {
  const paymentId = freshIds().applicationId as string as PaymentId;
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.inquiry = () => ({ status: 'UNKNOWN', code: 'PROCESSING' });
  await stage.start('payment', `payment/${paymentId}`, {
    ...(await stage.time()),
    ...{ paymentId, key: 'loan/x/disburse', institutionId: INSTITUTION, enterpriseId: ENTERPRISE },
    ...{
      subject: { type: 'LOAN', id: 'x' },
      mandate: { type: 'RELEASE', id: 'task' },
      purpose: 'DISBURSEMENT',
    },
    ...{ amountFen: 5, valueDate: '2026-01-05', decidedAtMs: instantOf(isoDate('2026-01-05'), '09:00') },
  });
  await stage.until(() => stage.world.submitted.length === 1);
  const days: OpenDay[] = [{ institutionId: INSTITUTION, businessDate: '2026-01-05' }];
  const outcome = { status: 'SUCCEEDED', bankReference: 'r', bankDate: '2026-01-05' } as const;
  const payments: Reconciled['payments'] = [
    { paymentId: 'over' as PaymentId, found: { signal: 'foundInFile', noticeId: 'statement/0', outcome } },
    { paymentId, found: { signal: 'foundInFile', noticeId: 'statement/1', outcome } },
  ];
  Object.assign(stage.world, {
    findOpenDays: async () => ({ days, more: false }),
    reconcileDays: async () => ({ matched: 1, differences: 0, payments, blockedOn: null }),
  });
  const workflowId = `reconciliation-${paymentId}`;
  await stage.start('institutionReconciliation', workflowId, { institutionId: INSTITUTION });
  expect(await stage.result<ReconciliationReport>(workflowId)).toMatchObject({ matched: 1 });
  await stage.result(`payment/${paymentId}`);
  expect(await stage.handle(`payment/${paymentId}`).query(paymentQuery)).toMatchObject({
    stage: 'SUCCEEDED',
  });
  expect(stage.world.settled.map(({ source }) => source)).toEqual(['NOTICE']);
});
