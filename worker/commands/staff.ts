/**
 * `npm run staff -- …`: what the owner of an installation does about its people, because nobody else can: the first
 * admins of an institution, the platform's operator, and somebody who is locked out or must be. The record says that
 * it was the owner. Everything else two people of the institution do over the API.
 */
import { randomUUID } from 'node:crypto';
import { ROLES, type Role } from '../../domain/approval/roles';
import { businessDate } from '../../domain/calendar/clock';
import { parseMail } from '../../domain/identifiers/mail';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { invitationLink } from '../../gateways/auth/invitation';
import { issueToken } from '../../gateways/auth/oneTime';
import { signInNames } from '../../gateways/auth/signInName';
import {
  type BlindIndex,
  type ColumnCipher,
  createBlindIndex,
  createColumnCipher,
} from '../../gateways/crypto';
import { addAuditRecord } from '../../gateways/database/audit';
import { type Database, databaseOn } from '../../gateways/database/client';
import { forgetFactors } from '../../gateways/database/factors';
import { findInstitution } from '../../gateways/database/institutions';
import { createPool } from '../../gateways/database/pool';
import { findAccount, writeStaffChange, writeSuspension } from '../../gateways/database/staff';
import { inTransaction } from '../../gateways/database/transaction';
import { endWith } from '../../gateways/lifecycle';
import { loadSettings } from '../../gateways/settings';

const USAGE = `npm run staff -- …
  invite <institution> <role> <mail> <name>   a link for somebody who is to be of its staff; an institution needs two admins
  invite - operator <mail> <name>             … for whoever runs the platform
  suspend <mail> <reason>                     signed out everywhere, and may do nothing
  reinstate <mail> <reason>                   … may again
  forget-factors <mail> <reason>              device and recovery codes are lost: another one is set up at the next sign-in`;

/** What a person is told instead of a stack. */
class Sentence extends Error {
  override readonly name = 'Sentence';
}

const settings = loadSettings('keys');

interface Owner extends Database {
  readonly cipher: ColumnCipher;
  readonly blindIndex: BlindIndex;
}

const BY_OWNER = { status: 'APPROVED', requestedBy: null } as const;
const MINUTES_A_DAY = 24 * 60;

async function invite(
  { sql, prisma, cipher, blindIndex }: Owner,
  [code = '', roleName = '', mail = '', ...names]: readonly string[],
): Promise<string> {
  const role = roleOf(roleName);
  const institution = code === '-' ? null : await findInstitution(prisma, code);
  if ((institution === null) !== (role === 'operator')) {
    throw new Sentence(`The operator is of no institution, everybody else is of one: ${code}?\n${USAGE}`);
  }
  const invited = { name: names.join(' ') || mail, mail: mailOf(mail) };
  const { invitationDays } = parametersAt(businessDate(Date.now())).security;
  const id = randomUUID();
  const token = await inTransaction(sql, async (tx) => {
    const about = { id, institutionId: institution?.id ?? null, kind: 'INVITE', userId: null, role } as const;
    await writeStaffChange(tx, cipher, { ...about, ...BY_OWNER, invited, reason: 'npm run staff' });
    const use = { purpose: 'INVITATION', subjectId: id, minutes: invitationDays * MINUTES_A_DAY } as const;
    return await issueToken(tx, blindIndex, use);
  });
  return `Give this link to ${invited.name} alone. It works once, within ${invitationDays} days:\n${invitationLink(settings.publicUrl, token)}`;
}

async function suspend(owner: Owner, [mail = '', ...words]: readonly string[]): Promise<string> {
  const { userId, institutionId } = await accountOf(owner, mail);
  const reason = reasonOf(words);
  await writeSuspension(owner.sql, { id: randomUUID(), userId, institutionId, reason, suspendedBy: null });
  return '✓ Signed out everywhere; what was in hand is free within a minute.';
}

async function reinstate(owner: Owner, [mail = '', ...words]: readonly string[]): Promise<string> {
  const { userId, institutionId } = await accountOf(owner, mail);
  const about = {
    id: randomUUID(),
    institutionId,
    kind: 'REINSTATE',
    userId,
    role: null,
    invited: null,
  } as const;
  await writeStaffChange(owner.sql, owner.cipher, { ...about, ...BY_OWNER, reason: reasonOf(words) });
  return '✓ May sign in again.';
}

async function forget(owner: Owner, [mail = '', ...words]: readonly string[]): Promise<string> {
  const { userId, institutionId } = await accountOf(owner, mail);
  const detail = { userId, reason: reasonOf(words) };
  await addAuditRecord(owner.prisma, {
    ...{ actorId: null, institutionId, action: 'factor.remove', caseType: null, caseId: null },
    ...{ outcome: 'BY_OWNER', detail },
  });
  await forgetFactors(owner.sql, userId);
  return '✓ Signed out everywhere; a second factor is set up at the next sign-in.';
}

function roleOf(word: string): Role {
  const role = ROLES.find((known) => known === word && known !== 'applicant');
  if (role === undefined) throw new Sentence(`There is no such role: ${word}.\n${USAGE}`);
  return role;
}

function mailOf(word: string): string {
  const mail = parseMail(word);
  if (!mail.ok) throw new Sentence(`This is no mail address: ${word}.\n${USAGE}`);
  return mail.value;
}

function reasonOf(words: readonly string[]): string {
  if (words.length === 0) throw new Sentence(`Say why.\n${USAGE}`);
  return words.join(' ');
}

async function accountOf({ prisma, blindIndex }: Owner, mail: string) {
  const account = await findAccount(prisma, signInNames(blindIndex, mailOf(mail)));
  if (account === null) throw new Sentence(`No member of staff has this mail address: ${mail}.`);
  return account;
}

const ACTS: Readonly<Record<string, typeof invite>> = {
  invite,
  suspend,
  reinstate,
  'forget-factors': forget,
};

async function main([what = '', ...words]: readonly string[]): Promise<void> {
  const act = Object.hasOwn(ACTS, what) ? ACTS[what] : undefined;
  if (act === undefined) throw new Sentence(USAGE);
  const pool = createPool(settings.databaseMigrationUrl, { max: 1 });
  const keys = {
    cipher: createColumnCipher(settings.dataKeys),
    blindIndex: createBlindIndex(settings.blindIndexKey),
  };
  try {
    console.log(await act({ ...databaseOn(pool), ...keys }, words));
  } finally {
    await pool.end();
  }
}

main(process.argv.slice(2)).catch(endWith);
