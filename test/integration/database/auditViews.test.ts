import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';

import { feeBilledTo } from '../../../domain/ledger/feeEntries';
import { fen } from '../../../domain/money/fen';
import type { Rate } from '../../../domain/money/rate';
import { listAuditedChanges, listAuditedFees } from '../../../gateways/database/auditViews';
import { postEntry } from '../../../gateways/database/ledger';
import {
  type Case,
  disburse,
  institutionId,
  makeCase,
  otherInstitutionId,
  setClock,
  staffOf,
  termsOf,
} from './support/cases';

let database: TestDatabase;
let at: Case;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-02-10T10:00:00+08:00');
  at = await makeCase(database.owner);
  await disburse(database.worker, at, termsOf(at.loanId));
});
afterAll(() => database.stop());

const page = { pageSize: 5 };

test('a charge is listed with its price list and its postings, for its institution alone', async () => {
  const id = uuidv7();
  await database.owner.query(
    `INSERT INTO fee (id, institution_id, enterprise_id, loan_id, rule, kind, period, price_fen, charged_on, valid_until,
         settlement, tariff, shown, quoted_by)
       VALUES ($1, $2, $3, $4, 'SERVICE', 'LOAN_SERVICE', 'PROJECT', 10600, '2026-02-01', '2026-02-20', 'ONLINE',
         'tariff-1', '{}', $5)`,
    [id, institutionId, at.enterpriseId, at.loanId, await staffOf(database.owner, institutionId, 'finance')],
  );
  await postEntry(database.worker, institutionId, {
    ...feeBilledTo('LOAN_SERVICE', fen(10_600), '0.06' as Rate),
    ...{ businessKey: `fee/${id}/invoice`, date: isoDate('2026-02-02') },
  });
  const { items } = await listAuditedFees(database.auditor, institutionId, page);
  expect(items).toMatchObject([
    {
      ...{
        id,
        loanId: at.loanId,
        rule: 'SERVICE',
        version: 'tariff-1',
        amountFen: 10_600,
        consent: null,
        approvals: [],
      },
      postings: [{ event: 'FEE_BILLED', amountFen: 10_600, entryDate: '2026-02-02' }],
    },
  ]);
  expect((await listAuditedFees(database.auditor, otherInstitutionId, page)).items).toEqual([]);
});

test('a change of a loan is listed with its rule, and page after page', async () => {
  const asker = await staffOf(database.owner, institutionId, 'finance');
  const ids = [uuidv7(), uuidv7()];
  for (const id of ids) {
    await database.owner.query(
      `INSERT INTO loan_change (id, loan_id, institution_id, kind, payload, status, requested_by, reason)
         VALUES ($1, $2, $3, 'PAUSE_DEBIT', '{}', 'REQUESTED', $4, 'r')`,
      [id, at.loanId, institutionId, asker],
    );
  }
  const first = await listAuditedChanges(database.auditor, institutionId, { pageSize: 1 });
  expect(first.items).toMatchObject([
    { kind: 'PAUSE_DEBIT', rule: 'PAUSE_DEBIT', consent: null, postings: [] },
  ]);
  const after = first.next ?? '';
  const second = await listAuditedChanges(database.auditor, institutionId, { pageSize: 1, after });
  expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual(ids.sort());
  expect(second.next).toBeNull();
});
