import type { Pool, PoolClient } from 'pg';
import type { RegistryResult, ScreeningResult } from '../../contracts/http';
import type { WhyRefused } from '../../contracts/refusals';
import type { Locale } from '../../contracts/texts/texts';
import type { OnboardingStage } from '../../contracts/workflows';
import type { KycRiskGrade } from '../../domain/parameters/kyc';
import type { ColumnCipher } from '../crypto';
import {
  openPersonalData,
  type PersonalData,
  type SealedPersonalData,
  sealBankAccount,
} from './personalData';
import { type Scope, within } from './scope';
import { Conditions, instant, type Page, type Paging, selectOne, selectPage } from './select';
import { inTransaction, type Queryable } from './transaction';

export interface EnterpriseRow {
  readonly id: string;
  readonly institutionId: string;
  readonly name: string;
  readonly uscc: string;
  readonly stage: OnboardingStage;
  readonly stageSince: string;
  readonly riskGrade: KycRiskGrade | null;
  readonly createdAt: string;
}

export interface EnterpriseFile extends EnterpriseRow, SealedPersonalData {
  readonly refusalCode: WhyRefused | null;
  readonly refusalReason: string | null;
  readonly locale: Locale;
  readonly registryResult: RegistryResult | null;
  readonly screeningResult: ScreeningResult | null;
}

const SUMMARY = `e.id, e.institution_id AS "institutionId", e.name, e.uscc, e.stage,
  ${instant('e.stage_since', 'stageSince')}, e.risk_grade AS "riskGrade", ${instant('e.created_at', 'createdAt')}`;

const FILE = `${SUMMARY}, e.refusal_code AS "refusalCode", e.refusal_reason AS "refusalReason", e.locale,
  e.registry_result AS "registryResult", e.screening_result AS "screeningResult",
  e.mobile_cipher, e.mail_cipher, e.legal_person_cipher, e.bank_account_cipher`;

const COLUMNS = { institution: 'e.institution_id', enterprise: 'e.id' };

/** Enterprises within a scope, newest first. */
export function listEnterprises(
  sql: Pool,
  scope: Scope,
  filter: { readonly stage?: OnboardingStage | undefined; readonly search?: string | undefined },
  paging: Paging,
): Promise<Page<EnterpriseRow>> {
  const conditions = within(new Conditions(), scope, COLUMNS)
    .and('e.stage = ?', filter.stage)
    .and(`(strpos(lower(e.name), lower(?)) > 0 OR e.uscc = upper(?))`, filter.search);
  const selection = { columns: SUMMARY, from: 'enterprise e', orderBy: 'e.created_at DESC, e.id' };
  return selectPage<EnterpriseRow>(sql, selection, conditions, paging);
}

/** One enterprise within a scope, with its encrypted columns; null when there is none for this reader. */
export function findEnterprise(sql: Pool, scope: Scope, id: string): Promise<EnterpriseFile | null> {
  const conditions = within(new Conditions().and('e.id = ?', id), scope, COLUMNS);
  return selectOne<EnterpriseFile>(
    sql,
    `SELECT ${FILE} FROM enterprise e ${conditions.where}`,
    conditions.values,
  );
}

/** The institution and stage of an enterprise, for whoever proved to belong to it by other means. */
export function findStage(
  sql: Pool,
  id: string,
): Promise<{ readonly stage: OnboardingStage; readonly institutionId: string } | null> {
  return selectOne(sql, `SELECT stage, institution_id AS "institutionId" FROM enterprise WHERE id = $1`, [
    id,
  ]);
}

/** An enterprise to be written, with the account of the person who registers it. */
export interface Registration extends SealedPersonalData {
  readonly id: string;
  readonly institutionId: string;
  readonly uscc: string;
  readonly name: string;
  readonly mobileIndex: string;
  readonly mailIndex: string;
  readonly bankAccountIndex: string;
  readonly locale: string;
  /** Business instant, ISO 8601. */
  readonly at: string;
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly passwordHash: string;
    readonly accountId: string;
    readonly membershipId: string;
  };
}

export type RegistrationOutcome = 'WRITTEN' | 'REPEATED' | 'USCC_TAKEN' | 'MAIL_TAKEN';

/** Takes a registration back that met something that was there before. */
class Taken extends Error {
  constructor(readonly outcome: RegistrationOutcome) {
    super(outcome);
  }
}

/** Writes enterprise, account and membership together or not at all. */
export async function writeRegistration(sql: Pool, registration: Registration): Promise<RegistrationOutcome> {
  try {
    return await inTransaction(sql, async (client) => {
      const outcome = await insertAll(client, registration);
      if (outcome !== 'WRITTEN') throw new Taken(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof Taken) return error.outcome;
    throw error;
  }
}

async function insertAll(client: PoolClient, registration: Registration): Promise<RegistrationOutcome> {
  const { person } = registration;
  const written = await insertEnterprise(client, registration);
  if (!written) {
    const { rowCount } = await client.query('SELECT 1 FROM enterprise WHERE id = $1', [registration.id]);
    return rowCount === 1 ? 'REPEATED' : 'USCC_TAKEN';
  }
  await forgetExpired(client, person.email);
  const user = await client.query(
    `INSERT INTO "user" (id, name, email) VALUES ($1, $2, $3) ON CONFLICT (email) DO NOTHING`,
    [person.id, person.name, person.email],
  );
  if (user.rowCount !== 1) return 'MAIL_TAKEN';
  await client.query(
    `INSERT INTO auth_account (id, account_id, provider_id, user_id, password)
     VALUES ($1, $2, 'credential', $2, $3)`,
    [person.accountId, person.id, person.passwordHash],
  );
  await client.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3)`,
    [person.membershipId, person.id, registration.id],
  );
  return 'WRITTEN';
}

/** The account of a registration that nobody confirmed in time never opened: its mail address is free again. */
async function forgetExpired(client: PoolClient, email: string): Promise<void> {
  await client.query(
    `DELETE FROM "user" u USING membership m, enterprise e
     WHERE u.email = $1 AND NOT u.email_verified
       AND m.user_id = u.id AND e.id = m.enterprise_id AND e.stage = 'EXPIRED'`,
    [email],
  );
}

async function insertEnterprise(client: PoolClient, registration: Registration): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO enterprise (id, institution_id, uscc, name, stage, stage_since, locale, mobile_cipher,
       mobile_index, mail_cipher, mail_index, legal_person_cipher, bank_account_cipher, bank_account_index)
     VALUES ($1, $2, $3, $4, 'AWAITING_ACTIVATION', $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT DO NOTHING`,
    [
      registration.id,
      registration.institutionId,
      registration.uscc,
      registration.name,
      registration.at,
      registration.locale,
      registration.mobile_cipher,
      registration.mobileIndex,
      registration.mail_cipher,
      registration.mailIndex,
      registration.legal_person_cipher,
      registration.bank_account_cipher,
      registration.bankAccountIndex,
    ],
  );
  return rowCount === 1;
}

/** Lets the people of an enterprise sign in: their mail address is confirmed. */
export async function confirmPeople(sql: Pool, enterpriseId: string): Promise<void> {
  await sql.query(
    `UPDATE "user" SET email_verified = true, updated_at = now()
     WHERE NOT email_verified AND id IN (SELECT user_id FROM membership WHERE enterprise_id = $1)`,
    [enterpriseId],
  );
}

/** An enterprise with its personal data opened, for activities that need them. */
export interface Borrower extends PersonalData {
  readonly enterpriseId: string;
  readonly name: string;
  readonly uscc: string;
  readonly locale: 'zh-CN' | 'en';
  readonly institution: {
    readonly id: string;
    readonly nameZh: string;
    readonly nameEn: string;
    readonly bankAccountNo: string;
  };
}

interface BorrowerRow extends SealedPersonalData {
  readonly name: string;
  readonly uscc: string;
  readonly locale: string;
  readonly institution: Borrower['institution'];
}

/** @throws Error when there is no such enterprise: the process was started for nothing */
export async function readBorrower(
  sql: Queryable,
  cipher: ColumnCipher,
  enterpriseId: string,
): Promise<Borrower> {
  const { rows } = await sql.query<BorrowerRow>(
    `SELECT e.name, e.uscc, e.locale, e.mobile_cipher, e.mail_cipher, e.legal_person_cipher, e.bank_account_cipher,
            json_build_object('id', i.id, 'nameZh', i.name_zh, 'nameEn', i.name_en,
              'bankAccountNo', i.bank_account_no) AS institution
       FROM enterprise e JOIN institution i ON i.id = e.institution_id WHERE e.id = $1`,
    [enterpriseId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`no enterprise ${enterpriseId}`);
  const { name, uscc, institution } = row;
  const locale = row.locale === 'en' ? 'en' : 'zh-CN';
  return { enterpriseId, name, uscc, locale, institution, ...openPersonalData(cipher, enterpriseId, row) };
}

interface Findings {
  readonly registry_result: RegistryResult;
  readonly screening_result: ScreeningResult;
}

/** Keeps what registry or lists said; `column` is one of the two results. */
export async function writeFinding<Column extends keyof Findings>(
  sql: Queryable,
  enterpriseId: string,
  column: Column,
  finding: Findings[Column],
): Promise<void> {
  await sql.query(`UPDATE enterprise SET ${column} = $2 WHERE id = $1`, [
    enterpriseId,
    JSON.stringify(finding),
  ]);
}

export async function writeRiskGrade(
  sql: Queryable,
  enterpriseId: string,
  grade: KycRiskGrade,
): Promise<void> {
  await sql.query('UPDATE enterprise SET risk_grade = $2 WHERE id = $1', [enterpriseId, grade]);
}

/** Binds another account to an enterprise, for debits and payouts that are ordered from now on. */
export async function bindAccount(
  sql: Queryable,
  cipher: ColumnCipher,
  of: { readonly enterpriseId: string; readonly accountNo: string; readonly accountIndex: string },
): Promise<void> {
  await sql.query('UPDATE enterprise SET bank_account_cipher = $2, bank_account_index = $3 WHERE id = $1', [
    of.enterpriseId,
    sealBankAccount(cipher, of.enterpriseId, of.accountNo),
    of.accountIndex,
  ]);
}
