import type { Pool, PoolClient } from 'pg';
import type { EnterpriseId, InstitutionId, LoanId } from '../../contracts/ids';
import type { LoanInput, TimeInput } from '../../contracts/workflows';
import { instantOf } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';
import { publishedCalendar } from '../../domain/calendar/published';
import type { LoanTerms } from '../../domain/loan/terms';
import { fen } from '../../domain/money/fen';
import type { Rate } from '../../domain/money/rate';
import type { ColumnCipher } from '../../gateways/crypto';
import { INSTITUTIONS, PRODUCTS } from '../../gateways/database/baseData';
import { recordLoanEvents, unopenedLoan } from '../../gateways/database/loans';
import { sealPersonalData } from '../../gateways/database/personalData';
import { beginning } from '../../workflows/loan/progress';
import { portfolioLoanId } from '../portfolio';

const MARKER = 9;
const ENTERPRISES = MARKER + 0x1000;
const LOANS_OF_ENTERPRISE = 50;
const CONNECTIONS = 8;
const PRINCIPAL_FEN = fen(100_000_000);
const calendar = publishedCalendar();

const START = isoDate('2026-06-08');
/** A workday on which the first instalment of all of them is collected. */
export const DUE = isoDate('2026-07-08');

/** A loan of the bench, paid out a month before. */
interface DueLoan {
  readonly loanId: LoanId;
  readonly enterpriseId: EnterpriseId;
  readonly institutionId: InstitutionId;
}

/** Half of them of each institution. */
function loanOf(index: number): DueLoan {
  const enterprise = Math.ceil(index / LOANS_OF_ENTERPRISE);
  return {
    loanId: portfolioLoanId(MARKER, index) as LoanId,
    enterpriseId: portfolioLoanId(ENTERPRISES, enterprise) as EnterpriseId,
    institutionId: INSTITUTIONS[enterprise % 2 === 0 ? 0 : 1].id as InstitutionId,
  };
}

/**
 * Makes loans whose first instalment is collected on {@link DUE}.
 * @param owner a superuser: the releases and orders that paid them out are of no interest here
 */
export async function makeDueLoans(owner: Pool, cipher: ColumnCipher, loans: number): Promise<DueLoan[]> {
  const all = Array.from({ length: loans }, (_, index) => loanOf(index + 1));
  await withoutKeys(owner, (client) => agreeLoans(client, cipher, all));
  await owner.query('ALTER TABLE loan_event DISABLE TRIGGER judge_money_event');
  const queue = [...all];
  const payOut = () =>
    withoutKeys(owner, async (client) => {
      for (let loan = queue.pop(); loan !== undefined; loan = queue.pop()) await disburse(client, loan);
    });
  await Promise.all(Array.from({ length: CONNECTIONS }, payOut));
  await owner.query('ALTER TABLE loan_event ENABLE ALWAYS TRIGGER judge_money_event');
  await owner.query('ANALYZE');
  return all;
}

async function withoutKeys(owner: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('SET session_replication_role = replica');
    await work(client);
    await client.query('RESET session_replication_role');
  } finally {
    client.release();
  }
}

async function agreeLoans(
  client: PoolClient,
  cipher: ColumnCipher,
  loans: readonly DueLoan[],
): Promise<void> {
  const enterprises = new Map(loans.map((loan) => [loan.enterpriseId, loan.institutionId]));
  for (const [id, institutionId] of enterprises) {
    const sealed = sealPersonalData(cipher, id, {
      mobile: '13800001234',
      mail: 'owner@example.test',
      legalPerson: { name: '王伟', residentId: '110101199003070011' },
      bankAccountNo: `6222${id.slice(-12)}`,
    });
    await client.query(
      `INSERT INTO enterprise (id, institution_id, uscc, name, stage, mobile_cipher, mobile_index, mail_cipher,
          mail_index, legal_person_cipher, bank_account_cipher, bank_account_index, stage_since)
        VALUES ($1::uuid, $2, $1::uuid::text, 'Bench', 'ACTIVE', $3, '', $4, '', $5, $6, '', now())`,
      [
        ...[id, institutionId, sealed.mobileCipher, sealed.mailCipher],
        ...[sealed.legalPersonCipher, sealed.bankAccountCipher],
      ],
    );
  }
  for (const { id: institutionId } of INSTITUTIONS) {
    const own = loans.filter((loan) => loan.institutionId === institutionId);
    const product = PRODUCTS.find((each) => each.institutionId === institutionId);
    const rows = [
      own.map(({ loanId }) => loanId),
      own.map(({ enterpriseId }) => enterpriseId),
      institutionId,
    ];
    await client.query(
      `INSERT INTO application (id, institution_id, enterprise_id, product_id, amount_fen, term_months, method,
          purpose, statements, profile, stage, stage_since, created_by)
        SELECT loan, $3, enterprise, $4, $5, 12, 'EQUAL_INSTALMENT', 'bench', '{}', '{}', 'DISBURSED', now(), 'bench'
          FROM unnest($1::uuid[], $2::uuid[]) AS own (loan, enterprise)`,
      [...rows, product?.id, PRINCIPAL_FEN],
    );
    await client.query(
      `INSERT INTO facility (id, institution_id, enterprise_id, application_id, limit_fen, agreed_at)
        SELECT loan, $3, enterprise, loan, $4, now()
          FROM unnest($1::uuid[], $2::uuid[]) AS own (loan, enterprise)`,
      [...rows, PRINCIPAL_FEN],
    );
    await client.query(
      `INSERT INTO drawdown (id, facility_id, institution_id, enterprise_id, number, amount_fen, terms, account_cipher,
          account_index, agreed_at)
        SELECT loan, loan, $3, enterprise, 1, $4, $5::jsonb || jsonb_build_object('loanId', loan), '', '', now()
          FROM unnest($1::uuid[], $2::uuid[]) AS own (loan, enterprise)`,
      [...rows, PRINCIPAL_FEN, JSON.stringify(termsOf(''))],
    );
  }
}

async function disburse(client: PoolClient, { loanId, institutionId, enterpriseId }: DueLoan): Promise<void> {
  const terms = termsOf(loanId);
  const businessKey = `loan/${loanId}/disburse`;
  const event = {
    ...({ kind: 'DISBURSED', amountFen: terms.principalFen } as const),
    ...{ effectiveDate: START, recordedOn: START, businessKey },
  };
  const opening = unopenedLoan({ loanId, institutionId, enterpriseId, terms });
  const recorded = await recordLoanEvents(client, loanId, [event], calendar, { opening });
  if (!recorded.ok) throw new Error(`refused: ${recorded.refusal.code}`);
}

function termsOf(loanId: string): LoanTerms {
  return {
    loanId,
    principalFen: PRINCIPAL_FEN,
    annualRate: '0.0745' as Rate,
    termMonths: 12,
    method: 'EQUAL_INSTALMENT',
    startDate: START,
    dayCount: '30/360',
    paymentMode: 'EXACT',
    intervalMonths: 1,
    penaltyMarkup: '0.5' as Rate,
    compoundInterest: true,
    graceDays: 0,
    graceMode: 'RETROACTIVE',
    waterfalls: { accrual: 'ACCRUAL', nonAccrual: 'NON_ACCRUAL' },
    prepaymentFeeRate: '0' as Rate,
    regime: 'BANK',
    vatRate: '0.06' as Rate,
    parameterVersions: {},
  };
}

/** What a loan's process begins with that has reminded of its first instalment and waits for the debit. */
export function waitingForDebit(loan: DueLoan, time: TimeInput): LoanInput {
  const input: LoanInput = {
    ...time,
    ...loan,
    startDate: START,
    principalFen: PRINCIPAL_FEN,
    progress: null,
  };
  const livedToMs = instantOf(DUE, '00:00');
  return { ...input, progress: { ...beginning(input), livedToMs, remindersSent: [-7, -3, -1] } };
}
