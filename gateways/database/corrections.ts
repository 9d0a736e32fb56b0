import type { CaseChange } from '../../contracts/activities';
import type { FilePart, PartField } from '../../domain/kyc/fileParts';
import type { BlindIndex, ColumnCipher } from '../crypto';
import type { Stored } from './columns';
import { type PersonalData, sealBankAccount, sealLegalPerson, sealMobile } from './personalData';
import { placeIn } from './sealedColumns';
import { instant, readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** A part, as it stands sealed before and after it was put right. */
export type PartFields = Readonly<Partial<Record<PartField, string>>>;

/** A part that is or was to be put right, opened. */
export interface Correction
  extends Pick<
    Stored<'FileCorrection'>,
    'id' | 'part' | 'reasonCode' | 'words' | 'answer' | 'askedAt' | 'dueAt' | 'suppliedAt' | 'suppliedBy'
  > {
  /** Its people noticed it themselves. */
  readonly isOwnWish: boolean;
  /** It waits for its people. */
  readonly isOpen: boolean;
  /** Empty until it was put right, and once the file was erased. */
  readonly before: PartFields;
  readonly after: PartFields;
}

/** As it is read: hexadecimal what is sealed. */
type SealedCorrection = Omit<Correction, 'before' | 'after'> & {
  readonly before: string | null;
  readonly after: string | null;
};

const CORRECTION = `jsonb_build_object('id', c.id, 'part', c.part, 'reasonCode', c.reason_code, 'words', c.words,
    'answer', c.answer, 'askedAt', ${instant('c.asked_at')}, 'dueAt', ${instant('c.due_at')}, 'suppliedAt', ${instant('c.supplied_at')},
    'suppliedBy', c.supplied_by, 'isOwnWish', c.task_id IS NULL, 'before', encode(c.before_cipher, 'hex'), 'after', encode(c.after_cipher, 'hex'),
    'isOpen', f.stage = 'AWAITING_CORRECTION' AND c.asked_at = f.stage_since AND c.supplied_at IS NULL)`;

/** SQL for what of an enterprise's file was to be put right, the oldest first, as JSON; see {@link openCorrections}. */
export const correctionsOf = (enterpriseId: string): string =>
  `(SELECT coalesce(jsonb_agg(${CORRECTION} ORDER BY c.asked_at, c.part), '[]')
      FROM file_correction c JOIN enterprise f ON f.id = c.enterprise_id WHERE c.enterprise_id = ${enterpriseId})`;

/** Opens corrections as {@link correctionsOf} gives them. @throws SealError when a value was changed or copied */
export function openCorrections(cipher: ColumnCipher, json: unknown): readonly Correction[] {
  return (json as readonly SealedCorrection[]).map(({ before, after, ...row }) => ({
    ...row,
    before: opened(cipher, before, 'before_cipher', row.id),
    after: opened(cipher, after, 'after_cipher', row.id),
  }));
}

type Side = 'before_cipher' | 'after_cipher';

function opened(cipher: ColumnCipher, hex: string | null, side: Side, id: string): PartFields {
  if (hex === null || hex === '') return {};
  const sealed = Uint8Array.from(Buffer.from(hex, 'hex'));
  return JSON.parse(cipher.decrypt(sealed, placeIn('file_correction', side, id))) as PartFields;
}

/** What of an enterprise's file was to be put right while it was admitted, the oldest first. */
export async function listCorrections(
  sql: Queryable,
  cipher: ColumnCipher,
  enterpriseId: string,
): Promise<readonly Correction[]> {
  const row = await readRow<{ readonly corrections: unknown }>(
    sql,
    `SELECT ${correctionsOf('$1')} AS corrections`,
    [enterpriseId],
  );
  return openCorrections(cipher, row?.corrections ?? []);
}

/** Opens parts of a file from the stage on that a step of its case enters; a second time changes nothing. */
export async function writeCorrections(
  sql: Queryable,
  { caseId, stage }: CaseChange,
  { by, dueAt, parts, taskId }: NonNullable<CaseChange['correct']>,
): Promise<void> {
  await write(
    sql,
    `INSERT INTO file_correction (institution_id, enterprise_id, part, reason_code, words, task_id, asked_by, asked_at,
         due_at)
       SELECT e.institution_id, e.id, wanted.part, wanted.reason_code, wanted.words, $5, $6, e.stage_since, $8
         FROM enterprise e, unnest($2::text[], $3::text[], $4::text[]) wanted (part, reason_code, words)
         WHERE e.id = $1 AND e.stage = 'AWAITING_CORRECTION' AND e.stage_since = $7 AND NOT EXISTS (
           SELECT FROM file_correction c WHERE c.enterprise_id = e.id AND c.asked_at = e.stage_since)`,
    [
      caseId,
      parts.map(({ part }) => part),
      parts.map(({ reasonCode }) => reasonCode),
      parts.map(({ words }) => words),
      taskId,
      by,
      stage?.since,
      dueAt,
    ],
  );
}

/** A file whose people have put right what was open, and whose process waits for them. */
export interface UntoldCorrection {
  readonly enterpriseId: string;
  /** Since when it was open; business instant. */
  readonly since: string;
}

/** Files that were handed in and whose process was not told: the API died in between, or Temporal could not be reached. */
export async function findUntoldCorrections(sql: Queryable): Promise<readonly UntoldCorrection[]> {
  return await readRows<UntoldCorrection>(
    sql,
    `SELECT e.id AS enterprise_id, ${instant('e.stage_since')} AS since
       FROM enterprise e JOIN file_correction c ON c.enterprise_id = e.id AND c.asked_at = e.stage_since
       WHERE e.stage = 'AWAITING_CORRECTION' GROUP BY e.id
       HAVING bool_and(c.supplied_at IS NOT NULL) AND max(c.supplied_at) < business_at(now() - interval '1 minute')
       LIMIT 100`,
  );
}

/** What its people put right, in canonical form; papers were put to the case before. */
export interface Corrected extends Partial<Pick<PersonalData, 'legalPerson' | 'bankAccountNo' | 'mobile'>> {
  readonly name?: string;
}

/** Which parts of whose file are put right, by whom, and what they say to it. */
export interface Supply {
  readonly enterpriseId: string;
  readonly userId: string;
  readonly open: readonly Pick<Correction, 'id' | 'part'>[];
  /** The file as it is. */
  readonly file: Pick<PersonalData, 'legalPerson' | 'bankAccountNo' | 'mobile'> & { readonly name: string };
  readonly corrected: Corrected;
  readonly answer: string;
}

/** Puts the open parts of a file right; the database sees to it that these are open, and these alone. */
export async function supplyCorrections(
  sql: Queryable,
  { blindIndex, cipher }: { readonly blindIndex: BlindIndex; readonly cipher: ColumnCipher },
  { answer, corrected, enterpriseId, file, open, userId }: Supply,
): Promise<void> {
  const { bankAccountNo, legalPerson, mobile, name } = corrected;
  const sealed = (id: string, side: Side, fields: PartFields) =>
    cipher.encrypt(JSON.stringify(fields), placeIn('file_correction', side, id));
  const now = { ...file, ...corrected };
  await readRows(sql, 'SELECT supply_corrections($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)', [
    enterpriseId,
    userId,
    open.map(({ id }) => id),
    open.map(({ id, part }) => sealed(id, 'before_cipher', fieldsOf(part, file))),
    open.map(({ id, part }) => sealed(id, 'after_cipher', fieldsOf(part, now))),
    name ?? null,
    legalPerson === undefined ? null : sealLegalPerson(cipher, enterpriseId, legalPerson),
    bankAccountNo === undefined ? null : sealBankAccount(cipher, enterpriseId, bankAccountNo),
    bankAccountNo === undefined ? null : blindIndex('bank_account', bankAccountNo),
    mobile === undefined ? null : sealMobile(cipher, enterpriseId, mobile),
    mobile === undefined ? null : blindIndex('mobile', mobile),
    answer,
  ]);
}

/** A part of a file, field by field. */
function fieldsOf(part: FilePart, { bankAccountNo, legalPerson, mobile, name }: Supply['file']): PartFields {
  switch (part) {
    case 'NAME':
      return { name };
    case 'LEGAL_PERSON':
      return { legalPerson: legalPerson.name, residentId: legalPerson.residentId };
    case 'BANK_ACCOUNT':
      return { bankAccountNo };
    case 'MOBILE':
      return { mobile };
    case 'PAPERS':
      return {};
  }
}
