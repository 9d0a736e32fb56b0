import { signInName } from '../auth/signInName';
import type { BlindIndex, ColumnPlace } from '../crypto';

/** A column that holds something sealed, with the column beside it by which its value is found. */
export interface SealedColumn {
  readonly column: string;
  readonly index?: {
    readonly column: string;
    /** What stands there for an opened value; null for none. */
    readonly of: (text: string, blindIndex: BlindIndex) => string | null;
  };
}

/** A table with sealed columns. */
export interface SealedTable {
  readonly table: string;
  /** Primary key. */
  readonly key: readonly string[];
  /** SQL: the id that values are bound to, beside table and column. */
  readonly boundTo: string;
  readonly columns: readonly SealedColumn[];
}

const found = (column: string, field: string, of: (text: string) => string = (text) => text) => ({
  column,
  of: (text: string, blindIndex: BlindIndex) => (of(text) === '' ? null : blindIndex(field, of(text))),
});

const toldBy = (text: string) => (JSON.parse(text) as { readonly counterparty: string }).counterparty;
const mailOf = (text: string) => (JSON.parse(text) as { readonly mail: string }).mail;

/** What another contact will be found by, see {@link Contact}. */
export function contactIndex(text: string, blindIndex: BlindIndex): string {
  const contact = JSON.parse(text) as Contact;
  return 'mail' in contact ? signInName(blindIndex, contact.mail) : blindIndex('mobile', contact.mobile);
}

/** A mail address that somebody signs in by, or the phone number of an enterprise, as it stands sealed in a change. */
export type Contact = { readonly mail: string } | { readonly mobile: string };

const BY_ID = { key: ['id'], boundTo: 'id' } as const;

/**
 * Everything that stands sealed in the database, except for the payloads of loan changes (see `reseal`). A test holds
 * it against the tables: a sealed column that is not here would be lost when its key is given up.
 */
export const SEALED_TABLES: readonly SealedTable[] = [
  {
    ...{ table: 'user', ...BY_ID },
    columns: [
      {
        column: 'person_cipher',
        index: { column: 'email', of: (text, blindIndex) => signInName(blindIndex, mailOf(text)) },
      },
    ],
  },
  { ...{ table: 'second_factor', ...BY_ID }, columns: [{ column: 'secret_cipher' }] },
  { ...{ table: 'token_key', ...BY_ID }, columns: [{ column: 'key_cipher' }] },
  {
    ...{ table: 'identity_link', ...BY_ID },
    columns: [{ column: 'subject_cipher', index: found('subject_index', 'identity') }],
  },
  {
    ...{ table: 'enterprise', ...BY_ID },
    columns: [
      { column: 'mobile_cipher', index: found('mobile_index', 'mobile') },
      { column: 'mail_cipher', index: found('mail_index', 'mail') },
      { column: 'legal_person_cipher' },
      { column: 'bank_account_cipher', index: found('bank_account_index', 'bank_account') },
    ],
  },
  {
    ...{ table: 'contact_change', ...BY_ID },
    columns: [{ column: 'value_cipher', index: { column: 'value_index', of: contactIndex } }],
  },
  {
    ...{ table: 'drawdown', ...BY_ID },
    columns: [{ column: 'account_cipher', index: found('account_index', 'bank_account') }],
  },
  {
    ...{ table: 'payment', ...BY_ID },
    columns: [
      { column: 'debit_account_cipher', index: found('debit_account_index', 'bank_account') },
      { column: 'credit_account_cipher', index: found('credit_account_index', 'bank_account') },
    ],
  },
  { ...{ table: 'staff_change', ...BY_ID }, columns: [{ column: 'person_cipher' }] },
  { ...{ table: 'enterprise_invitation', ...BY_ID }, columns: [{ column: 'person_cipher' }] },
  { ...{ table: 'bank_notice', ...BY_ID }, columns: [{ column: 'payload_cipher' }] },
  {
    table: 'statement_row',
    key: ['institution_id', 'date', 'sequence'],
    boundTo: "institution_id || '/' || date || '/' || sequence",
    columns: [{ column: 'told_cipher', index: found('payer_index', 'bank_account', toldBy) }],
  },
  {
    table: 'unidentified_receipt',
    key: ['id'],
    boundTo: "institution_id || '/' || bank_date || '/' || bank_reference",
    columns: [{ column: 'told_cipher', index: found('payer_index', 'bank_account', toldBy) }],
  },
  {
    ...{ table: 'process_history', key: ['run_id'], boundTo: 'run_id' },
    columns: [{ column: 'history_cipher' }],
  },
  { ...{ table: 'case_attachment', ...BY_ID }, columns: [{ column: 'content_cipher' }] },
  { ...{ table: 'file_change', ...BY_ID }, columns: [{ column: 'payload_cipher' }] },
  {
    ...{ table: 'file_correction', ...BY_ID },
    columns: [{ column: 'before_cipher' }, { column: 'after_cipher' }],
  },
  { ...{ table: 'file_change_paper', ...BY_ID }, columns: [{ column: 'content_cipher' }] },
  { ...{ table: 'export_file', ...BY_ID }, columns: [{ column: 'content_cipher' }] },
  {
    ...{ table: 'paper', ...BY_ID },
    columns: [{ column: 'values_cipher' }, { column: 'content_cipher' }],
  },
  {
    table: 'draft',
    key: ['id'],
    boundTo: "concat_ws('/', user_id, enterprise_id, form, subject)",
    columns: [{ column: 'content_cipher' }],
  },
  {
    ...{ table: 'message', ...BY_ID },
    columns: [{ column: 'recipient_cipher' }, { column: 'values_cipher' }],
  },
];

/** Where a value of a column stands. */
export const placeIn = (table: string, column: string, id: string): ColumnPlace => ({ table, column, id });
