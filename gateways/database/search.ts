import type { SearchHit } from '../../contracts/http';
import type { ColumnCipher } from '../crypto';
import { openNames, sealedPerson } from './personalData';
import type { Scope } from './scope';
import { instant, readRows } from './statement';
import { isAskedFor, type TaskFilter } from './tasks';
import type { Queryable } from './transaction';

/** What is searched for, as far as it may be each of these. */
export interface Search {
  readonly words: string;
  readonly uscc: string | null;
  readonly ids: readonly [string, string] | null;
  readonly amountFen: number | null;
  readonly reference: string | null;
}

/** Where somebody may look. */
export interface SearchField {
  readonly scope: Scope;
  /** Tasks that the reader may see; null for none. */
  readonly tasks: TaskFilter | null;
  readonly seesPeople: boolean;
}

/** Of each kind so many are found. */
const MOST_HITS = 8;
/** Among so many enterprises whose names hold the words; more words find fewer. */
const MOST_ENTERPRISES = 50;
/** What there is of few enterprises is shown, of many it would be any. */
const ENTERPRISES_OF_PAYMENTS = 3;

type Put = (value: unknown) => string;

/**
 * Everything that the words may mean within a field of view, in one round trip; the kinds one after the other. The plan
 * is made for the words each time: of a part that all names have another one is the short way than of a rare one.
 */
export async function search(
  sql: Queryable,
  cipher: ColumnCipher,
  wish: Search,
  field: SearchField,
): Promise<readonly SearchHit[]> {
  const values: unknown[] = [];
  const put: Put = (value) => `$${values.push(value)}`;
  const within = withinOf(field.scope, put);
  const found = `WITH found AS MATERIALIZED (${enterprises(wish, field.scope, put)})`;
  const parts = [
    `SELECT ${ENTERPRISE_HIT} AS hit FROM (SELECT * FROM found e ORDER BY e.created_at DESC LIMIT ${MOST_HITS}) e`,
    cases(APPLICATION, wish, within, put),
    cases(LOAN, wish, within, put),
    ...(field.tasks === null ? [] : [tasks(wish, field.tasks, put)]),
    payments(wish, within, put),
    ...(field.seesPeople ? [people(field.scope, put)] : []),
  ];
  const rows = await readRows<{ readonly hit: unknown }>(
    sql,
    `${found} ${parts.map((part) => `(${part})`).join(' UNION ALL ')}`,
    values,
  );
  const hits = rows.map(({ hit }) => openNames(cipher, hit) as SearchHit & { readonly person?: Named });
  return hits.flatMap((hit) => shown(hit, wish.words));
}

interface Named {
  readonly name: string;
}

/** Names of people are sealed: they are opened and looked at here. */
function shown(hit: SearchHit & { readonly person?: Named }, words: string): SearchHit[] {
  const { person, ...rest } = hit;
  if (person === undefined || rest.kind !== 'PERSON') return [rest];
  const isMeant = person.name.toLowerCase().includes(words.toLowerCase());
  return isMeant ? [{ ...rest, title: person.name }] : [];
}

/** Rows of a table `x` in the reader's sight. */
function withinOf(scope: Scope, put: Put): string {
  const institution = `x.institution_id = ${put(scope.institutionId)}`;
  return 'enterpriseId' in scope
    ? `${institution} AND x.enterprise_id = ${put(scope.enterpriseId)}`
    : institution;
}

const beginning = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`;

/** By a part of the name, or the beginning of the code. */
function enterprises({ words, uscc }: Search, scope: Scope, put: Put): string {
  const own = 'enterpriseId' in scope ? ` AND id = ${put(scope.enterpriseId)}` : '';
  const from = `SELECT id, name, uscc, stage, created_at FROM enterprise
    WHERE institution_id = ${put(scope.institutionId)}${own}`;
  const typed = put(words);
  const named = `${from} AND grams(name, 1) @> grams(${typed}, 2) AND strpos(lower(name), lower(${typed})) > 0
    LIMIT ${MOST_ENTERPRISES}`;
  if (uscc === null) return named;
  return `(${named}) UNION (${from} AND uscc LIKE ${put(beginning(uscc))} LIMIT ${MOST_HITS})`;
}

const ENTERPRISE_HIT = `jsonb_build_object('kind', 'ENTERPRISE', 'id', e.id, 'title', e.name, 'uscc', e.uscc,
  'stage', e.stage)`;

/** A kind of case: its table, by which amount it is known, and what is shown of a row `x` of enterprise `e`. */
interface CaseKind {
  readonly table: 'application' | 'loan';
  readonly amount: string;
  /** The number that people know it by, where it has one. */
  readonly number?: string;
  readonly hit: string;
}

const APPLICATION: CaseKind = {
  table: 'application',
  amount: 'amount_fen',
  hit: `jsonb_build_object('kind', 'APPLICATION', 'id', x.id, 'title', e.name, 'stage', x.stage,
    'amountFen', x.amount_fen)`,
};
const LOAN: CaseKind = {
  table: 'loan',
  amount: 'principal_fen',
  number: 'loan_no',
  hit: `jsonb_build_object('kind', 'LOAN', 'id', x.id, 'title', e.name, 'status', x.status,
    'principalFen', x.principal_fen, 'principalOutstandingFen', x.principal_outstanding_fen)`,
};

/** By what its enterprise is found by, by its id, its number, or by its amount. */
function cases({ table, amount, number, hit }: CaseKind, wish: Search, within: string, put: Put): string {
  const some = someOf(`SELECT x.* FROM ${table} x WHERE ${within}`, [
    'x.enterprise_id IN (SELECT id FROM found)',
    ...byId('x', wish, put),
    ...(number === undefined ? [] : [`x.${number} = ${put(wish.words.toUpperCase())}`]),
    ...(wish.amountFen === null ? [] : [`x.${amount} = ${put(wish.amountFen)}`]),
  ]);
  return `SELECT ${hit} FROM (SELECT * FROM (${some}) x ORDER BY x.created_at DESC LIMIT ${MOST_HITS}) x
    JOIN enterprise e ON e.id = x.enterprise_id`;
}

/** Each condition by its own index, and a row that meets several of them once. */
const someOf = (select: string, conditions: readonly string[]): string =>
  `SELECT DISTINCT ON (id) * FROM (${conditions
    .map((condition) => `(${select} AND ${condition} LIMIT ${MOST_ENTERPRISES * 2})`)
    .join(' UNION ALL ')}) each_of`;

function byId(row: string, { ids }: Search, put: Put): readonly string[] {
  return ids === null ? [] : [`${row}.id BETWEEN ${put(ids[0])}::uuid AND ${put(ids[1])}::uuid`];
}

/** Open ones, by the case that they are about or by their id. */
function tasks(wish: Search, filter: TaskFilter, put: Put): string {
  const select = `SELECT t.* FROM human_task t WHERE ${isAskedFor(filter, put)}`;
  const some = someOf(select, [
    't.case_title IN (SELECT name FROM found)',
    `t.case_title LIKE ${put(beginning(wish.words))}`,
    ...byId('t', wish, put),
  ]);
  return `SELECT jsonb_build_object('kind', 'TASK', 'id', x.id, 'title', x.case_title, 'task', x.kind,
      'status', x.status, 'dueAt', ${instant('x.due_at')})
    FROM (SELECT * FROM (${some}) x ORDER BY x.due_at LIMIT ${MOST_HITS}) x`;
}

/** By its reference, its id, its amount, or the enterprise where few are meant. */
function payments(wish: Search, within: string, put: Put): string {
  const some = someOf(`SELECT x.* FROM payment x WHERE ${within}`, [
    `x.enterprise_id IN (SELECT id FROM found WHERE (SELECT count(*) FROM found) <= ${ENTERPRISES_OF_PAYMENTS})`,
    ...byId('x', wish, put),
    ...(wish.amountFen === null ? [] : [`x.amount_fen = ${put(wish.amountFen)}`]),
    ...(wish.reference === null ? [] : [`x.bank_reference LIKE ${put(beginning(wish.reference))}`]),
  ]);
  return `SELECT jsonb_build_object('kind', 'PAYMENT', 'id', x.id, 'title', coalesce(e.name, x.bank_reference, x.key),
      'purpose', x.purpose, 'status', x.status, 'amountFen', x.amount_fen, 'valueDate', x.value_date)
    FROM (SELECT * FROM (${some}) x ORDER BY x.created_at DESC LIMIT ${MOST_HITS}) x
      LEFT JOIN enterprise e ON e.id = x.enterprise_id`;
}

/** Everybody of the institution, the name sealed. */
const people = ({ institutionId }: Scope, put: Put): string =>
  `SELECT jsonb_build_object('kind', 'PERSON', 'id', u.id, 'roles', m.roles, 'person', ${sealedPerson('u')})
     FROM (SELECT user_id, jsonb_agg(role ORDER BY role) AS roles FROM membership
             WHERE institution_id = ${put(institutionId)} GROUP BY user_id) m
       JOIN "user" u ON u.id = m.user_id`;
