import { portfolioView } from '../../../contracts/http';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { readPortfolio } from '../../../gateways/database/portfolio';
import { disburse, institutionId, makeCase, markDays, otherInstitutionId, termsOf } from './support/cases';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

const read = () => readPortfolio(database.api, institutionId);
const NOTHING = { loans: 0, outstandingFen: 0, overdueFen: 0, provisionFen: 0 };
const LOAN_FEN = 100_000_000;

test('there is nothing before the first loan', async () => {
  expect(await read()).toEqual({
    ...{ asOf: null, total: NOTHING, pastDue: [], classes: [], grades: [], products: [], largest: [] },
  });
});

test('each loan is counted once in each way, the longest past due last, and only the own ones', async () => {
  const { owner, worker } = database;
  const first = await makeCase(owner);
  const again = await makeCase(owner, institutionId, first.enterpriseId);
  const other = await makeCase(owner);
  const elsewhere = await makeCase(owner, otherInstitutionId);
  await owner.query(`UPDATE application SET assessment = '{"risk": {"grade": "B"}}' WHERE id = $1`, [
    first.loanId,
  ]);
  for (const at of [first, again, other, elsewhere]) await disburse(worker, at, termsOf(at.loanId));
  await owner.query(`UPDATE loan SET days_past_due = 35, risk_class = 'SPECIAL_MENTION' WHERE id = $1`, [
    other.loanId,
  ]);
  await markDays(owner, '2026-01-15', '2026-01-16');
  const portfolio = await read();
  expect(portfolioView.parse(portfolio)).toEqual(portfolio);
  const [two, one] = [2, 1].map((loans) => ({ ...NOTHING, loans, outstandingFen: loans * LOAN_FEN }));
  expect(portfolio).toMatchObject({
    asOf: '2026-01-16',
    total: { loans: 3, outstandingFen: 3 * LOAN_FEN },
    pastDue: [
      { pastDue: 'NONE', ...two },
      { pastDue: 'D31_60', ...one },
    ],
    classes: [{ riskClass: 'NORMAL' }, { riskClass: 'SPECIAL_MENTION' }],
    grades: [
      { grade: 'B', ...one },
      { grade: null, ...two },
    ],
    products: [{ loans: 3 }],
    largest: [
      { enterpriseId: first.enterpriseId, ...two },
      { enterpriseId: other.enterpriseId, ...one },
    ],
  });
});
