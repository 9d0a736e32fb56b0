import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { type GivenPaperValues, type PaperKind, type PaperValues, readPaper } from '../../contracts/papers';
import { LOCALES, type Locale } from '../../contracts/texts/texts';
import type { ColumnCipher } from '../crypto';
import type { PaperStore } from '../queue/papers';
import type { QueuedRow } from '../queue/types';
import { asked } from './asked';
import { type Plain, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import type { Scope } from './scope';
import { placeIn } from './sealedColumns';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

type Column<Name extends keyof Stored<'Paper'>> = Pick<Stored<'Paper'>, Name>;

/** A paper to be written with the fact that it tells of. */
export interface NewPaper<Kind extends PaperKind = PaperKind>
  extends Column<'institutionId' | 'enterpriseId' | 'caseType' | 'caseId' | 'issuedOn'> {
  /** Names the fact; with the language, the paper. */
  readonly fact: string;
  readonly kind: Kind;
  readonly language: Locale;
  readonly values: GivenPaperValues<Kind>;
  /** The event of the loan that it tells of. */
  readonly eventSequence?: number;
}

/** What the number of a paper begins with. */
const PREFIX: Readonly<Record<PaperKind, string>> = {
  REPAYMENT_RECEIPT: 'SK',
  LOAN_STATEMENT: 'DZ',
  CLOSING_CERTIFICATE: 'JQ',
  SETTLEMENT_QUOTE: 'BJ',
  COLLECTION_LETTER: 'CS',
  ACCELERATION_NOTICE: 'TQ',
  GUARANTOR_NOTICE: 'DB',
  LAWYERS_LETTER: 'LS',
  RISK_REPORT: 'FX',
  FUND_REPORT: 'ZJ',
};

const place = (column: 'values_cipher' | 'content_cipher', id: string) => placeIn('paper', column, id);
const hashOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
const toQueue = (id: string): QueuedRow => ({ id, channel: 'PAPER', dedupeKey: `paper/${id}` });

/** The same paper in each language, within the transaction of its fact. @returns as {@link writePaper}, for each */
export async function writePapers<Kind extends PaperKind>(
  sql: Queryable,
  cipher: ColumnCipher,
  paper: Omit<NewPaper<Kind>, 'language'>,
): Promise<readonly QueuedRow[]> {
  const written: QueuedRow[] = [];
  for (const language of LOCALES) written.push(await writePaper<Kind>(sql, cipher, { ...paper, language }));
  return written;
}

/**
 * Writes a paper, unless its fact has one in this language; within the transaction of the fact.
 * @returns its row, to be queued once the transaction is committed
 * @throws RangeError for values that its kind doesn't take
 */
export async function writePaper<Kind extends PaperKind>(
  sql: Queryable,
  cipher: ColumnCipher,
  paper: NewPaper<Kind>,
): Promise<QueuedRow> {
  const { caseId, caseType, enterpriseId, fact, institutionId, issuedOn, kind, language } = paper;
  const id = uuidv7();
  const values = readPaper(kind, { ...paper.values, ...(await namesFor(sql, paper)) });
  if (!values.ok) throw new RangeError(`paper ${fact}: ${JSON.stringify(values.refusal.detail)}`);
  const said = JSON.stringify(values.value);
  const number = `${PREFIX[kind]}${issuedOn.replaceAll('-', '')}-${id.slice(-10).toUpperCase()}`;
  const key = `${fact}/${language}`;
  const count = await write(
    sql,
    `INSERT INTO paper (id, business_key, institution_id, enterprise_id, case_type, case_id, event_sequence, kind,
         language, number, issued_on, values_cipher, fingerprint)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (business_key) DO NOTHING`,
    [
      ...[id, key, institutionId, enterpriseId, caseType, caseId, paper.eventSequence ?? null],
      ...[kind, language, number, issuedOn, cipher.encrypt(said, place('values_cipher', id))],
      hashOf([id, kind, language, number, issuedOn, said].join('\n')),
    ],
  );
  return toQueue(count === 1 ? id : await paperUnder(sql, key));
}

/** A statement of its own: one that waited for another's paper doesn't see it yet. */
async function paperUnder(sql: Queryable, key: string): Promise<string> {
  const row = await readRow<{ id: string }>(sql, 'SELECT id FROM paper WHERE business_key = $1', [key]);
  if (row === null) throw new Error(`paper ${key}: neither written nor there`);
  return row.id;
}

/** The names that stand on a paper. */
async function namesFor(
  sql: Queryable,
  { institutionId, enterpriseId, caseType, caseId, language }: NewPaper,
): Promise<Pick<PaperValues<PaperKind>, 'institutionName' | 'enterpriseName' | 'loanNo'>> {
  const row = await readRow<
    Pick<Stored<'Institution'>, 'nameZh' | 'nameEn'> & Readonly<Record<'name' | 'loanNo', string | null>>
  >(
    sql,
    `SELECT i.name_zh, i.name_en, e.name, l.loan_no FROM institution i
       LEFT JOIN enterprise e ON e.id = $2 LEFT JOIN loan l ON l.id = $3 WHERE i.id = $1`,
    [institutionId, enterpriseId, caseType === 'LOAN' ? caseId : null],
  );
  if (row === null) throw new RangeError(`no institution ${institutionId}`);
  const { name: enterpriseName, loanNo, nameEn, nameZh } = row;
  return { institutionName: language === 'en' ? nameEn : nameZh, enterpriseName, loanNo };
}

/** A paper of which a file is to be made. */
export interface PaperToMake
  extends Column<'id' | 'number' | 'issuedOn' | 'fingerprint' | 'language' | 'kind'> {
  readonly values: unknown;
}

type RowToMake = Omit<PaperToMake, 'values'> & Column<'status' | 'valuesCipher'>;

/**
 * The rows behind the queue.
 * @param render makes the file of a paper: the same bytes for the same paper
 */
export function createPaperStore(
  sql: Queryable,
  cipher: ColumnCipher,
  render: (paper: PaperToMake) => Promise<Buffer>,
): PaperStore {
  return {
    make: async (id) => {
      const row = await readRow<RowToMake>(
        sql,
        `SELECT id, number, issued_on, fingerprint, language, kind, status, values_cipher FROM paper WHERE id = $1`,
        [id],
      );
      if (row === null) return 'missing';
      const { status, valuesCipher, ...paper } = row;
      if (status === 'READY') return 'settled';
      const values: unknown = JSON.parse(cipher.decrypt(valuesCipher, place('values_cipher', id)));
      await keepFile(sql, cipher, id, await render({ ...paper, values }));
      return 'made';
    },
    note: async (id, code) => {
      await write(
        sql,
        `UPDATE paper SET attempts = attempts + 1, last_error = $2, last_tried_at = now() WHERE id = $1`,
        [id, code],
      );
    },
    findUnqueued: async (olderThanMs, limit) => {
      const rows = await readRows<{ id: string }>(
        sql,
        `SELECT id FROM paper WHERE status = 'REQUESTED'
             AND greatest(created_at, last_tried_at) < now() - make_interval(secs => $1::float8 / 1000)
           ORDER BY created_at LIMIT $2`,
        [olderThanMs, limit],
      );
      return rows.map(({ id }) => toQueue(id));
    },
  };
}

async function keepFile(sql: Queryable, cipher: ColumnCipher, id: string, file: Buffer): Promise<void> {
  await write(
    sql,
    `UPDATE paper SET status = 'READY', sha256 = $2, content_cipher = $3, ready_at = now(), last_error = NULL
       WHERE id = $1 AND status = 'REQUESTED'`,
    [id, hashOf(file), cipher.encrypt(file.toString('base64'), place('content_cipher', id))],
  );
}

/** Papers of a fact, one a language. */
export async function papersOfFact(sql: Queryable, fact: string): Promise<readonly string[]> {
  const rows = await readRows<{ id: string }>(
    sql,
    `SELECT id FROM paper WHERE business_key = ANY ($1) ORDER BY business_key`,
    [LOCALES.map((language) => `${fact}/${language}`)],
  );
  return rows.map(({ id }) => id);
}

const SHOWN = {
  id: true,
  enterpriseId: true,
  caseType: true,
  caseId: true,
  kind: true,
  language: true,
  number: true,
  issuedOn: true,
  status: true,
  fingerprint: true,
  sha256: true,
  withdrawnOn: true,
  createdAt: true,
} satisfies Prisma.PaperSelect;

/** A paper as people see it in a list. */
export type PaperRow = Plain<'Paper', Prisma.PaperGetPayload<{ select: typeof SHOWN }>>;

/** Papers within a scope, or those of them that are to an enterprise. */
export type PaperScope =
  | Scope
  | { readonly institutionId: string; readonly enterpriseId: { readonly not: null } };

/** Papers within a scope, the newest first. */
export async function listPapers(
  prisma: PrismaClient,
  scope: PaperScope,
  wish: Readonly<Partial<Record<'caseType' | 'caseId' | 'kind' | 'enterpriseId', string | undefined>>>,
  paging: Paging,
): Promise<Page<PaperRow>> {
  const rows = await prisma.paper.findMany({
    select: SHOWN,
    where: { AND: [scope, asked(wish), olderThan(paging)] },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'Paper'>()), paging, placeByAge);
}

/** One paper within a scope; null when there is none for this reader. */
export function findPaper(prisma: PrismaClient, scope: PaperScope, id: string): Promise<PaperRow | null> {
  return prisma.paper.findFirst({ select: SHOWN, where: { AND: [scope, { id }] } }).then(plain<'Paper'>());
}

/** The file of a paper; null until it is made. The reader may see it: {@link findPaper}. */
export async function readPaperFile(
  sql: Queryable,
  cipher: ColumnCipher,
  id: string,
): Promise<Buffer | null> {
  const row = await readRow<{ contentCipher: Uint8Array }>(
    sql,
    `SELECT content_cipher FROM paper WHERE id = $1 AND status = 'READY'`,
    [id],
  );
  return row && Buffer.from(cipher.decrypt(row.contentCipher, place('content_cipher', id)), 'base64');
}

const ISSUED = {
  kind: true,
  language: true,
  number: true,
  issuedOn: true,
  withdrawnOn: true,
  institution: { select: { nameZh: true, nameEn: true } },
} satisfies Prisma.PaperSelect;

/** What anybody may know of a paper who has it: nothing of whom it is to. */
export type IssuedPaper = Plain<'Paper', Prisma.PaperGetPayload<{ select: typeof ISSUED }>>;

/** The paper that a hash is of: of its file, or the one that is printed on it; null when none of ours is. */
export function findPaperByHash(prisma: PrismaClient, hash: string): Promise<IssuedPaper | null> {
  return prisma.paper
    .findFirst({ select: ISSUED, where: { OR: [{ sha256: hash }, { fingerprint: hash }] } })
    .then(plain<'Paper'>());
}
