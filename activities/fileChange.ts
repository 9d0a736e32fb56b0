import type { FileChangeActivities, FileChangeFinding } from '../contracts/activities';
import { readMessage } from '../contracts/messages';
import { isoDate } from '../domain/calendar/isoDate';
import { screen } from '../domain/kyc/screening';
import { parametersAt } from '../domain/parameters/parametersAt';
import { makeToken } from '../gateways/auth/oneTime';
import { findPerson } from '../gateways/database/accounts';
import { type Borrower, readBorrower } from '../gateways/database/enterprises';
import {
  applyFileChange,
  type FileChangeRow,
  type FileChangeWish,
  openWish,
  readFileChange,
  writeChecks,
  writeWait,
} from '../gateways/database/fileChanges';
import { writeMessage } from '../gateways/database/messages';
import { inTransaction } from '../gateways/database/transaction';
import type { ActivityDeps } from './deps';

/** Changes of what an enterprise was registered with. */
export function createFileChangeActivities(deps: ActivityDeps): FileChangeActivities {
  return {
    checkFileChange: async ({ changeId, asOf }) => {
      const { borrower, wish } = await readChange(deps, changeId);
      const finding = await findingOf(deps, borrower, wish, asOf);
      await writeChecks(deps.sql, changeId, finding);
      return finding;
    },
    setFileChangeWait: ({ changeId, until }) => writeWait(deps.sql, changeId, until),
    applyFileChange: async ({ changeId, asOf }) => {
      const change = await readChange(deps, changeId);
      const { row, wish } = change;
      if (wish.kind === 'MAIL') await recover(deps, change, wish.mail, asOf);
      else await applyFileChange(deps.sql, deps, row, wish, null);
    },
  };
}

interface Change {
  readonly row: Omit<FileChangeRow, 'papers'>;
  readonly wish: FileChangeWish;
  readonly borrower: Borrower;
}

async function readChange({ cipher, prisma }: ActivityDeps, changeId: string): Promise<Change> {
  const row = await readFileChange(prisma, changeId);
  const wish = openWish(cipher, row);
  if (wish === null) throw new Error(`file change ${changeId}: its file was erased`);
  return { row, wish, borrower: await readBorrower(prisma, cipher, row.enterpriseId) };
}

const NOTHING: FileChangeFinding = { registryAgrees: null, screening: null, hits: 0 };

/** What registry and lists say of what would be on file; of a mailbox they say nothing. */
async function findingOf(
  { registry, screening }: ActivityDeps,
  { name, uscc, legalPerson }: Borrower,
  wish: FileChangeWish,
  asOf: string,
): Promise<FileChangeFinding> {
  if (wish.kind === 'MAIL') return NOTHING;
  const isName = wish.kind === 'NAME';
  const outcome = await registry.lookUp(uscc, {
    name: isName ? wish.name : name,
    legalPerson: isName ? legalPerson.name : wish.name,
  });
  const company = outcome.status === 'found' ? outcome.company : null;
  const { entries } = await screening.fetchList();
  const identifiers = isName
    ? [{ type: 'USCC', value: uscc } as const]
    : [{ type: 'RESIDENT_ID', value: wish.residentId } as const];
  const party = { names: [wish.name], identifiers, birthDate: null, countries: [] };
  const { hits, outcome: listed } = screen(party, entries, parametersAt(isoDate(asOf)).kyc);
  const registered = isName ? company?.name : company?.legalPerson;
  return { registryAgrees: registered === wish.name, screening: listed, hits: hits.length };
}

/** The link goes to the new address alone: whoever reads mail there confirms it, and chooses another password. */
async function recover(
  deps: ActivityDeps,
  { borrower, row }: Change,
  mail: string,
  asOf: string,
): Promise<void> {
  const { blindIndex, cipher, prisma, queues, settings, sql } = deps;
  const person = row.userId === null ? null : await findPerson(prisma, cipher, row.userId);
  if (person === null) throw new Error(`file change ${row.id}: its person is gone`);
  const { token, hash: linkHash } = makeToken(blindIndex, 'MAIL_NEW');
  const minutes = parametersAt(isoDate(asOf)).security.contactChange.recoveryMinutes;
  const enterpriseId = borrower.mail === person.mail ? row.enterpriseId : null;
  const values = readMessage('MAIL_RECOVERY', {
    enterpriseName: person.name,
    institutionName: borrower.institution.nameZh,
    confirmUrl: `${settings.publicUrl}/confirm#token=${token}`,
    expiresAt: new Date(Date.now() + minutes * 60_000).toISOString(),
  });
  if (!values.ok) throw new RangeError(JSON.stringify(values.refusal.detail));
  const letter = await inTransaction(sql, async (tx) => {
    const wish = { kind: 'MAIL', mail } as const;
    const isNew = await applyFileChange(tx, deps, row, wish, { mail, enterpriseId, linkHash, minutes });
    if (!isNew) return null;
    return await writeMessage(tx, cipher, {
      channel: 'EMAIL',
      dedupeKey: `fileChange/${row.id}/MAIL_RECOVERY`,
      kind: 'MAIL_RECOVERY',
      caseType: 'FILE_CHANGE',
      caseId: row.id,
      locale: borrower.locale,
      recipient: mail,
      values: values.value,
    });
  });
  if (letter !== null) await queues.enqueue(letter);
}
