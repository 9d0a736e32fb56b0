import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { DEMO_TOTP_SECRET, demoPasskey } from '../demo/factor';
import { DEMO_PASSWORD, freshCompany, OPERATOR_MAIL, staffMail } from '../demo/people';
import { Borrower, type Stage } from '../demo/story';
import type { Role } from '../domain/approval/roles';
import { businessDate, businessNowMs } from '../domain/calendar/clock';
import type { IsoDate } from '../domain/calendar/isoDate';
import { hashPassword } from '../gateways/auth/hash';
import { signInNames } from '../gateways/auth/signInName';
import { addStaff } from '../gateways/auth/staff';
import type { BlindIndex, ColumnCipher } from '../gateways/crypto';
import { INSTITUTIONS } from '../gateways/database/baseData';
import { currentClock } from '../gateways/database/clock';
import { openBooks } from '../gateways/database/endOfDay';
import { placeIn } from '../gateways/database/sealedColumns';
import { write } from '../gateways/database/statement';

/**
 * The people of each institution: one for each role, of reviewers, finance, risk and admins two, for what one says
 * another confirms or looks at again; and of a committee one more than its quorum, so that one may step back.
 */
const STAFF: readonly (readonly [role: Role, name: string, mailName?: string])[] = [
  ['customer_service', '孙客服 Sun'],
  ['reviewer', '李审查 Li'],
  ['reviewer', '王审查 Wang', 'reviewer2'],
  ['approver', '周审批 Zhou'],
  ['committee_chair', '王主任 Wang', 'chair'],
  ['committee', '钱委员 Qian', 'committee1'],
  ['committee', '蒋委员 Jiang', 'committee2'],
  ['committee', '韩委员 Han', 'committee3'],
  ['committee', '杨委员 Yang', 'committee4'],
  ['committee', '朱委员 Zhu', 'committee5'],
  ['committee', '秦委员 Qin', 'committee6'],
  ['board', '尤董事 You'],
  ['board', '许董事 Xu', 'board2'],
  ['finance', '吴财务 Wu'],
  ['finance', '何财务 He', 'finance2'],
  ['risk', '郑风控 Zheng'],
  ['risk', '施风控 Shi', 'risk2'],
  ['admin', '冯管理 Feng'],
  ['admin', '褚管理 Chu', 'admin2'],
  ['auditor', '陈审计 Chen'],
];

/** Whoever runs the platform, for both. */
const OPERATOR = { role: 'operator', name: '沈运营 Shen', institutionId: null } as const;

/** What each lender has in its account at the sandbox bank to lend out: ¥50 million. */
const CAPITAL_FEN = 5_000_000_000;

/**
 * The people of the demo. Those who are there stay as they are.
 * @param sql connected as the owner of the tables
 */
export async function seedPeople(
  sql: Pool,
  seal: { readonly cipher: ColumnCipher; readonly blindIndex: BlindIndex },
): Promise<void> {
  const { rows } = await sql.query<{ email: string }>('SELECT email FROM "user"');
  const known = new Set(rows.map(({ email }) => email));
  // One hash for all: whoever has the password of one has everybody's, as the README says.
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const staff = INSTITUTIONS.flatMap(({ id, code }) =>
    STAFF.map(([role, name, mailName = role]) => ({
      role,
      name,
      institutionId: id,
      email: staffMail(mailName, code),
      passwordHash,
    })),
  );
  const wanted = [...staff, { ...OPERATOR, email: OPERATOR_MAIL, passwordHash }];
  const isKnown = (email: string) => signInNames(seal.blindIndex, email).some((name) => known.has(name));
  const missing = wanted.filter(({ email }) => !isKnown(email));
  await Promise.all(
    missing.map(async (person) => {
      const { userId } = await addStaff(sql, seal, person);
      await giveFactors(sql, seal, userId, person.email);
    }),
  );
}

/** The second factors of somebody in the demo: an app that shows codes, for people; a passkey, for programs. */
async function giveFactors(
  sql: Pool,
  { cipher }: { readonly cipher: ColumnCipher },
  userId: string,
  mail: string,
): Promise<void> {
  const id = uuidv7();
  const { credentialId, publicKey } = demoPasskey(mail);
  await write(
    sql,
    `INSERT INTO second_factor (id, user_id, kind, name, secret_cipher, credential_id, public_key, confirmed_at)
       VALUES ($1, $2, 'TOTP', 'Demo app', $3, NULL, NULL, now()), ($4, $2, 'PASSKEY', 'Demo passkey', NULL, $5, $6, now())
       ON CONFLICT DO NOTHING`,
    [
      ...[id, userId, cipher.encrypt(DEMO_TOTP_SECRET, placeIn('second_factor', 'secret_cipher', id))],
      ...[uuidv7(), credentialId, publicKey],
    ],
  );
}

/**
 * The lenders' accounts at the sandbox bank, with money to lend. It is there the day before their books begin, and is
 * their opening balance. Doing it again changes nothing.
 * @param sql connected as the owner of the tables
 */
export async function seedCapital(sql: Pool, { bank }: Stage): Promise<void> {
  const today = businessDate(businessNowMs(await currentClock(sql), Date.now()));
  for (const { id, bankAccountNo, code, nameZh } of INSTITUTIONS) {
    await bank.openAccount(bankAccountNo, nameZh, 'INSTITUTION');
    await openBooks(sql, { institutionId: id, booksFrom: today, openingFen: CAPITAL_FEN });
    const { rows } = await sql.query<{ date: IsoDate }>(
      'SELECT books_from - 1 AS date FROM institution WHERE id = $1',
      [id],
    );
    await bank.payIn(bankAccountNo, CAPITAL_FEN, `capital/${code}`, rows[0]?.date);
  }
}

/** Enterprises at different stages, brought there by the real processes, so that no list is empty. */
export async function seedCases(stage: Stage): Promise<void> {
  await Promise.all([
    registered(stage, 'JIANGNAN'),
    activated(stage, 'JIANGNAN'),
    refused(stage, 'JIANGNAN'),
    applied(stage, 'JIANGNAN'),
    offered(stage, 'JIANGNAN'),
    repaying(stage, 'JIANGNAN'),
    activated(stage, 'BEICHEN'),
    applied(stage, 'BEICHEN'),
    repaying(stage, 'BEICHEN'),
  ]);
}

function registered(stage: Stage, institutionCode: string): Promise<Borrower> {
  return Borrower.register(stage, freshCompany(institutionCode));
}

async function activated(stage: Stage, institutionCode: string): Promise<Borrower> {
  return (await registered(stage, institutionCode)).activate();
}

async function refused(stage: Stage, institutionCode: string): Promise<void> {
  const borrower = await activated(stage, institutionCode);
  const reason = '登记地址无法核实 The registered address could not be confirmed';
  await borrower.decide('reviewer', 'REVIEW_ENTERPRISE', borrower.enterpriseId, 'REJECT', reason);
}

async function applied(stage: Stage, institutionCode: string) {
  const borrower = await activated(stage, institutionCode);
  await borrower.passKyc();
  const applicationId = await borrower.apply({
    amountFen: 20_000_000,
    termMonths: 12,
    purpose: '购置设备 New equipment',
  });
  return { borrower, applicationId };
}

async function offered(stage: Stage, institutionCode: string) {
  const { applicationId, borrower } = await applied(stage, institutionCode);
  await borrower.winOffer(applicationId);
  return { borrower, applicationId };
}

async function repaying(stage: Stage, institutionCode: string): Promise<void> {
  const { applicationId, borrower } = await offered(stage, institutionCode);
  await borrower.takeMoney(applicationId);
  const loanId = await borrower.disbursed(applicationId);
  await stage.bank.payIn(borrower.company.bankAccountNo, 10_000_000, `turnover/${loanId}`);
}
