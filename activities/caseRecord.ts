import type { CaseChange, CaseRecordActivities, MessageToSend, Recorded } from '../contracts/activities';
import { type MessageKind, readMessage } from '../contracts/messages';
import { maskEmail } from '../domain/identifiers/personalData';
import { findPerson, mailsOfPeople } from '../gateways/database/accounts';
import { writeAudits, writeCaseChange } from '../gateways/database/cases';
import { type Borrower, readBorrower, readBorrowers } from '../gateways/database/enterprises';
import { openWish, readFileChange } from '../gateways/database/fileChanges';
import { type NewMessage, writeMessages } from '../gateways/database/messages';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import type { QueuedMessage, QueuedRow } from '../gateways/queue';
import { withheldContact } from './contactTurn';
import type { ActivityDeps } from './deps';
import { writeLetterOfDemand } from './ladderPapers';

/** Records the steps of cases. */
export function createCaseRecordActivities(deps: ActivityDeps): CaseRecordActivities {
  const record = async (change: CaseChange): Promise<Recorded | null> => {
    const letters = await lettersOf(deps, change);
    return await thenQueued<Recorded | null>(deps, async (client) => {
      const withheld = await withheldContact(client, change);
      if (withheld !== null) return [{ ...NOTHING_KNOWN, withheld }, []];
      const done = await writeCaseChange(client, change);
      const papers = await writeLetterOfDemand(client, deps.cipher, change);
      return [done, [...(await writeMessages(client, deps.cipher, letters)), ...papers]];
    });
  };
  return { recordChange: record, recordHumanStep: record };
}

const NOTHING_KNOWN: Recorded = { acts: [], over: [], inactive: [], chosen: [], abandoned: [] };

/**
 * Does work in one transaction, then tells the queue what it wrote for it. What the queue does not hear of, the sweeper
 * finds.
 */
async function thenQueued<Value>(
  { sql, queues }: ActivityDeps,
  work: (client: Queryable) => Promise<readonly [Value, readonly QueuedRow[]]>,
): Promise<Value> {
  const [value, queued] = await inTransaction(sql, work);
  for (const row of queued) await queues.enqueue(row);
  return value;
}

/** Runs work and writes the change's messages in one transaction, then tells the queue. */
export async function withMessages<Value>(
  deps: ActivityDeps,
  change: CaseChange,
  work: (client: Queryable) => Promise<Value>,
): Promise<Value> {
  const letters = await lettersOf(deps, change);
  return await thenQueued(deps, async (client) => {
    const done = await work(client);
    return [done, await writeMessages(client, deps.cipher, letters)];
  });
}

/**
 * The same for many changes that only tell something: one statement for their letters, one for the audit trail. What
 * they tell of is written in the same transaction.
 */
export async function tellMany(
  deps: ActivityDeps,
  changes: readonly CaseChange[],
  work: (client: Queryable) => Promise<void>,
): Promise<void> {
  const ids = changes.flatMap(({ enterpriseId }) => (enterpriseId === null ? [] : [enterpriseId]));
  const borrowers = await readBorrowers(deps.prisma, deps.cipher, ids);
  const letters = await Promise.all(
    changes.map((change) => lettersOf(deps, change, borrowers.get(change.enterpriseId ?? ''))),
  );
  await thenQueued<void>(deps, async (client) => {
    await work(client);
    await writeAudits(client, changes);
    return [undefined, await writeMessages(client, deps.cipher, letters.flat())];
  });
}

/** As much of a step as its letters need. */
type Lettered = Pick<CaseChange, 'messages' | 'enterpriseId' | 'caseType' | 'caseId'>;

/** Writes a change's messages within the transaction of what they tell of. @returns them, to be queued after it */
export async function writeLetters(
  deps: ActivityDeps,
  client: Queryable,
  change: Lettered,
): Promise<readonly QueuedMessage[]> {
  return await writeMessages(client, deps.cipher, await lettersOf(deps, change));
}

/**
 * The change's messages as their rows will hold them.
 * @throws when values are missing, before anything is written
 */
async function lettersOf(
  deps: ActivityDeps,
  { messages = [], enterpriseId, caseType, caseId }: Lettered,
  known?: Borrower,
): Promise<readonly NewMessage[]> {
  if (messages.length === 0 || enterpriseId === null) return [];
  const borrower = known ?? (await readBorrower(deps.prisma, deps.cipher, enterpriseId));
  const people = messages.some(({ isToEverybody }) => isToEverybody === true)
    ? await mailsOfPeople(deps.prisma, deps.cipher, enterpriseId)
    : [];
  const isWait = messages.some(({ kind }) => kind === 'FILE_CHANGE_WAITS');
  const recovered = isWait ? await recoveredBy(deps, caseId) : null;
  return messages.flatMap((message) => {
    const { channel, dedupeKey, kind } = message;
    const values = readMessage(kind, {
      ...message.values,
      ...addedBy(deps, borrower, kind),
      ...(kind === 'FILE_CHANGE_WAITS' && { recovered }),
      ...untold(message),
    });
    if (!values.ok) throw new RangeError(`message ${dedupeKey}: ${JSON.stringify(values.refusal.detail)}`);
    const recipients = channel === 'SMS' ? [borrower.mobile] : addressesOf(message, borrower, people);
    const { locale } = borrower;
    const letter = { channel, kind, caseType, caseId, locale, values: values.value };
    return recipients.map((recipient, index) => ({
      ...letter,
      recipient,
      dedupeKey: index === 0 ? dedupeKey : `${dedupeKey}/${index}`,
    }));
  });
}

/** Whose mailbox is lost, and the new one: its people shall know what they may stop. Null for other changes. */
async function recoveredBy({ cipher, prisma }: ActivityDeps, changeId: string) {
  const row = await readFileChange(prisma, changeId);
  const wish = openWish(cipher, row);
  if (wish?.kind !== 'MAIL' || row.userId === null) return null;
  const person = await findPerson(prisma, cipher, row.userId);
  return person && { person: person.name, mail: maskEmail(wish.mail) };
}

/** That a second person refused a name would tell that a list may know it (反洗钱法 2024 art. 7). */
function untold(message: MessageToSend) {
  if (message.kind !== 'FILE_CHANGE_REFUSED' || message.values.kind !== 'NAME') return {};
  const { codes } = message.values;
  return { codes: codes.map((code) => (code === 'REFUSED_BY_RISK' ? 'REFUSED_BY_REVIEWER' : code)) };
}

/** The enterprise's own address first. */
function addressesOf(
  { isToEverybody = false }: MessageToSend,
  { mail }: Borrower,
  people: readonly string[],
): readonly string[] {
  return isToEverybody ? [...new Set([mail, ...people])] : [mail];
}

/** The letterhead, and the link that only the mail may hold. */
function addedBy({ activationLink }: ActivityDeps, borrower: Borrower, kind: MessageKind) {
  const { enterpriseId, name: enterpriseName, institution } = borrower;
  const isActivation = kind === 'ACTIVATION' || kind === 'ACTIVATION_REMINDER';
  return {
    ...{ enterpriseName, institutionName: institution.nameZh },
    ...(isActivation ? { activationUrl: activationLink(enterpriseId) } : {}),
  };
}
