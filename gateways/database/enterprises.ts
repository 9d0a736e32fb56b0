import type { ColumnCipher } from '../crypto';
import { asked } from './asked';
import { fieldsOf, type Plain, plain, type Stored } from './columns';
import { type NewConsent, writeConsents } from './consents';
import type { Prisma, PrismaClient } from './generated/client';
import type { InstitutionRow } from './institutions';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import {
  openPersonalData,
  type PersonalData,
  type SealedPersonalData,
  sealBankAccount,
} from './personalData';
import type { Scope } from './scope';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

const SUMMARY = {
  id: true,
  institutionId: true,
  name: true,
  uscc: true,
  stage: true,
  stageSince: true,
  riskGrade: true,
  createdAt: true,
} satisfies Prisma.EnterpriseSelect;

const SEALED = {
  mobileCipher: true,
  mailCipher: true,
  legalPersonCipher: true,
  bankAccountCipher: true,
} satisfies Prisma.EnterpriseSelect;

const FILE = {
  ...SUMMARY,
  ...SEALED,
  refusalCode: true,
  refusalReason: true,
  mobileConfirmedAt: true,
  refusalReasonCode: true,
  locale: true,
  registryResult: true,
  screeningResult: true,
} satisfies Prisma.EnterpriseSelect;

/** What the institution knows of an enterprise that is not personal. */
const FACTS = { ...SUMMARY, registryResult: true, screeningResult: true } satisfies Prisma.EnterpriseSelect;

export const ENTERPRISE_FIELDS = fieldsOf(FACTS);
export type EnterpriseFacts = Pick<Stored<'Enterprise'>, keyof typeof FACTS>;

export type EnterpriseRow = Pick<Stored<'Enterprise'>, keyof typeof SUMMARY>;
export type EnterpriseFile = Pick<Stored<'Enterprise'>, keyof typeof FILE>;

/** Rows of `enterprise` itself within a scope. */
function within(scope: Scope): Prisma.EnterpriseWhereInput {
  const { institutionId } = scope;
  return 'enterpriseId' in scope ? { institutionId, id: scope.enterpriseId } : { institutionId };
}

/** Enterprises within a scope, newest first. @param search a part of the name, or the whole USCC */
export async function listEnterprises(
  prisma: PrismaClient,
  scope: Scope,
  { search, stage }: { readonly stage?: string | undefined; readonly search?: string | undefined },
  paging: Paging,
): Promise<Page<EnterpriseRow>> {
  const found: Prisma.EnterpriseWhereInput =
    search === undefined
      ? {}
      : {
          OR: [
            { name: { contains: literally(search), mode: 'insensitive' } },
            { uscc: search.toUpperCase() },
          ],
        };
  const rows = await prisma.enterprise.findMany({
    select: SUMMARY,
    where: { AND: [within(scope), asked({ stage }), found, olderThan(paging)] },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'Enterprise'>()), paging, placeByAge);
}

/** What means something in LIKE means itself: Prisma leaves it as it is. */
const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** One enterprise within a scope, with its encrypted columns; null when there is none for this reader. */
export function findEnterprise(
  prisma: PrismaClient,
  scope: Scope,
  id: string,
): Promise<EnterpriseFile | null> {
  return prisma.enterprise
    .findFirst({ select: FILE, where: { AND: [within(scope), { id }] } })
    .then(plain<'Enterprise'>());
}

/** The institution and stage of an enterprise, for whoever proved to belong to it by other means. */
export function findStage(
  prisma: PrismaClient,
  id: string,
): Promise<Pick<Stored<'Enterprise'>, 'stage' | 'institutionId'> | null> {
  return prisma.enterprise
    .findUnique({ select: { stage: true, institutionId: true }, where: { id } })
    .then(plain<'Enterprise'>());
}

/** An enterprise to be written, with the account of the person who registers it. */
export interface Registration
  extends SealedPersonalData,
    Pick<
      Stored<'Enterprise'>,
      'id' | 'institutionId' | 'uscc' | 'name' | 'mobileIndex' | 'mailIndex' | 'bankAccountIndex' | 'locale'
    > {
  /** Business instant, ISO 8601. */
  readonly at: string;
  /** What the person agrees to for it. */
  readonly consents: readonly NewConsent[];
  readonly person: NewPerson | OwnPerson;
  /** Where its file comes from another institution: from which one, and by which consent. */
  readonly share?: Pick<Stored<'FileShare'>, 'fromEnterpriseId' | 'consentId'>;
}

/** Somebody who has an account. */
interface OwnPerson {
  readonly id: string;
  readonly membershipId: string;
}

/** Somebody whose account is made with the enterprise. */
interface NewPerson extends OwnPerson {
  readonly personCipher: Stored<'User'>['personCipher'];
  /** What the person signs in by. */
  readonly signInName: string;
  /** The same under each key that is known. */
  readonly signInNames: readonly string[];
  readonly passwordHash: string;
  readonly accountId: string;
}

export type RegistrationOutcome = 'WRITTEN' | 'REPEATED' | 'USCC_TAKEN' | 'MAIL_TAKEN';

/** Takes a registration back that met something that was there before. */
class Taken extends Error {
  constructor(readonly outcome: RegistrationOutcome) {
    super(outcome);
  }
}

/** Writes enterprise, account, where there is none, and membership together or not at all. */
export async function writeRegistration(
  prisma: PrismaClient,
  registration: Registration,
): Promise<RegistrationOutcome> {
  try {
    return await prisma.$transaction(async (tx) => {
      const outcome = await insertAll(tx, registration);
      if (outcome !== 'WRITTEN') throw new Taken(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof Taken) return error.outcome;
    throw error;
  }
}

async function insertAll(
  tx: Prisma.TransactionClient,
  { person, at, consents, share, ...enterprise }: Registration,
): Promise<RegistrationOutcome> {
  const written = await tx.enterprise.createMany({
    data: { ...enterprise, stage: 'AWAITING_ACTIVATION', stageSince: at },
    skipDuplicates: true,
  });
  if (written.count === 0) {
    const known = await tx.enterprise.count({ where: { id: enterprise.id } });
    return known === 1 ? 'REPEATED' : 'USCC_TAKEN';
  }
  if ('passwordHash' in person && !(await insertPerson(tx, person))) return 'MAIL_TAKEN';
  await tx.membership.create({
    data: { id: person.membershipId, userId: person.id, role: 'applicant', enterpriseId: enterprise.id },
  });
  await writeConsents(tx, consents);
  if (share !== undefined) {
    const { id: enterpriseId, institutionId } = enterprise;
    await tx.fileShare.createMany({ data: { ...share, enterpriseId, institutionId, givenBy: person.id } });
  }
  return 'WRITTEN';
}

/** @returns false where the mail address has an account */
async function insertPerson(tx: Prisma.TransactionClient, person: NewPerson): Promise<boolean> {
  const { id, personCipher, signInName, signInNames } = person;
  await forgetExpired(tx, signInNames);
  if ((await tx.user.count({ where: { email: { in: [...signInNames] } } })) > 0) return false;
  const user = await tx.user.createMany({
    data: { id, personCipher, email: signInName },
    skipDuplicates: true,
  });
  if (user.count === 0) return false;
  await tx.authAccount.create({
    data: {
      id: person.accountId,
      accountId: id,
      providerId: 'credential',
      userId: id,
      password: person.passwordHash,
    },
  });
  return true;
}

/** An enterprise that a person may act for. */
export interface OwnEnterprise extends Pick<Stored<'Enterprise'>, 'id' | 'name' | 'uscc' | 'stage'> {
  readonly institution: InstitutionRow;
}

/** The enterprises that a person may act for, the one to begin with first. */
export async function listOwnEnterprises(sql: Queryable, userId: string): Promise<readonly OwnEnterprise[]> {
  return await readRows<OwnEnterprise>(
    sql,
    `SELECT e.id, e.name, e.uscc, e.stage,
         json_build_object('id', i.id, 'code', i.code, 'nameZh', i.name_zh, 'nameEn', i.name_en) AS institution
       FROM enterprises_of($1) WITH ORDINALITY own (id, place) JOIN enterprise e USING (id)
         JOIN institution i ON i.id = e.institution_id ORDER BY own.place`,
    [userId],
  );
}

/** The account of a registration that nobody confirmed in time never opened: its mail address is free again. */
async function forgetExpired(tx: Prisma.TransactionClient, names: readonly string[]): Promise<void> {
  await tx.user.deleteMany({
    where: {
      email: { in: [...names] },
      emailVerified: false,
      memberships: { some: { enterprise: { stage: 'EXPIRED' } } },
    },
  });
}

/** Lets the people of an enterprise sign in: their mail address is confirmed. */
export async function confirmPeople(prisma: PrismaClient, enterpriseId: string): Promise<void> {
  await prisma.user.updateMany({
    where: { emailVerified: false, memberships: { some: { enterpriseId } } },
    data: { emailVerified: true },
  });
}

const BORROWER = {
  name: true,
  mobileConfirmedAt: true,
  uscc: true,
  locale: true,
  ...SEALED,
  institution: { select: { id: true, nameZh: true, nameEn: true, bankAccountNo: true } },
} satisfies Prisma.EnterpriseSelect;

type BorrowerRow = Plain<'Enterprise', Prisma.EnterpriseGetPayload<{ select: typeof BORROWER }>>;

/** An enterprise with its personal data opened, for activities that need them. */
export interface Borrower
  extends PersonalData,
    Pick<BorrowerRow, 'name' | 'uscc' | 'locale' | 'institution' | 'mobileConfirmedAt'> {
  readonly enterpriseId: string;
}

/** Whom an enterprise is registered to with an institution; null when no registration of it counts. */
export async function findContact(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  institutionId: string,
  uscc: string,
): Promise<Borrower | null> {
  const known = await prisma.enterprise.findFirst({
    select: { id: true },
    where: { institutionId, uscc, stage: { notIn: ['EXPIRED', 'REFUSED'] } },
  });
  return known === null ? null : await readBorrower(prisma, cipher, known.id);
}

/** @throws PrismaClientKnownRequestError when there is no such enterprise: the process was started for nothing */
export async function readBorrower(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  enterpriseId: string,
): Promise<Borrower> {
  const row = await prisma.enterprise
    .findUniqueOrThrow({ select: BORROWER, where: { id: enterpriseId } })
    .then(plain<'Enterprise'>());
  return openBorrower(cipher, enterpriseId, row);
}

/** These enterprises, by id. */
export async function readBorrowers(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  enterpriseIds: readonly string[],
): Promise<ReadonlyMap<string, Borrower>> {
  const rows = await prisma.enterprise.findMany({
    select: { id: true, ...BORROWER },
    where: { id: { in: [...new Set(enterpriseIds)] } },
  });
  return new Map(rows.map((row) => [row.id, openBorrower(cipher, row.id, plain<'Enterprise'>()(row))]));
}

function openBorrower(
  cipher: ColumnCipher,
  enterpriseId: string,
  { name, uscc, locale, institution, mobileConfirmedAt, ...row }: BorrowerRow,
): Borrower {
  const data = openPersonalData(cipher, enterpriseId, row);
  return { enterpriseId, name, uscc, locale, institution, mobileConfirmedAt, ...data };
}

/** How the enterprises are reached that a person acts for. */
export async function contactsOf(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  userId: string,
): Promise<readonly (Pick<PersonalData, 'mail' | 'mobile'> & { readonly enterpriseId: string })[]> {
  const rows = await prisma.enterprise.findMany({
    select: { id: true, ...SEALED },
    where: { memberships: { some: { userId, heldBy: null } } },
  });
  return rows.map(plain<'Enterprise'>()).map((row) => {
    const { mail, mobile } = openPersonalData(cipher, row.id, row);
    return { enterpriseId: row.id, mail, mobile };
  });
}

/** Whether an enterprise's people brought its file from another institution. */
export async function isBrought(sql: Queryable, enterpriseId: string): Promise<boolean> {
  const row = await readRow<{ readonly isSo: boolean }>(sql, 'SELECT is_brought($1) AS is_so', [
    enterpriseId,
  ]);
  return row?.isSo === true;
}

/** Keeps what the registry or the lists said. */
export async function writeFinding(
  prisma: PrismaClient,
  enterpriseId: string,
  finding: { readonly registryResult: object } | { readonly screeningResult: object },
): Promise<void> {
  await prisma.enterprise.updateMany({ where: { id: enterpriseId }, data: finding });
}

export async function writeRiskGrade(
  prisma: PrismaClient,
  enterpriseId: string,
  riskGrade: string,
): Promise<void> {
  await prisma.enterprise.updateMany({ where: { id: enterpriseId }, data: { riskGrade } });
}

/** Whether an account is the one that an enterprise has now. */
export async function isBoundAccount(
  sql: Queryable,
  enterpriseId: string,
  accountIndex: string,
): Promise<boolean> {
  const bound = 'SELECT id FROM enterprise WHERE (id, bank_account_index) = ($1, $2)';
  return (await readRow(sql, bound, [enterpriseId, accountIndex])) !== null;
}

/** Binds another account to an enterprise, for debits and payouts that are ordered from now on. */
export async function bindAccount(
  sql: Queryable,
  cipher: ColumnCipher,
  of: { readonly enterpriseId: string; readonly accountNo: string; readonly accountIndex: string },
): Promise<void> {
  await write(sql, 'UPDATE enterprise SET bank_account_cipher = $2, bank_account_index = $3 WHERE id = $1', [
    of.enterpriseId,
    sealBankAccount(cipher, of.enterpriseId, of.accountNo),
    of.accountIndex,
  ]);
}

/** An active enterprise of an institution with the grade of its last assessment; null: no service can be quoted to it. */
export async function findEnterpriseForQuote(
  sql: Queryable,
  institutionId: string,
  id: string,
): Promise<{ readonly grade: string | null } | null> {
  return await readRow<{ grade: string | null }>(
    sql,
    `SELECT (SELECT a.assessment #>> '{risk,grade}' FROM application a
               WHERE a.enterprise_id = e.id AND a.assessment IS NOT NULL ORDER BY a.created_at DESC LIMIT 1) AS grade
       FROM enterprise e WHERE e.id = $1 AND e.institution_id = $2 AND e.stage = 'ACTIVE'`,
    [id, institutionId],
  );
}
