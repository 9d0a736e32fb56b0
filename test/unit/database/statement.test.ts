import type { Pool } from 'pg';
import { jsonRow, readRow, readRows, write } from '../../../gateways/database/statement';

/** Answers every statement with the same rows. */
const answering = (names: readonly string[], rows: readonly unknown[][]) =>
  ({
    query: async () => ({ fields: names.map((name) => ({ name })), rows, rowCount: rows.length }),
  }) as unknown as Pool;

test('a row is named as in the schema, whatever its columns are called', async () => {
  const sql = answering(
    ['loan_id', 'day_closed_through', 'key'],
    [
      ['a', '2026-01-02', 'k'],
      ['b', null, 'l'],
    ],
  );
  expect(await readRows(sql, 'SELECT')).toEqual([
    { loanId: 'a', dayClosedThrough: '2026-01-02', key: 'k' },
    { loanId: 'b', dayClosedThrough: null, key: 'l' },
  ]);
  expect(await write(sql, 'UPDATE')).toBe(2);
  expect(await readRow(answering([], []), 'SELECT')).toBeNull();
});

test('a row as JSON has the names of its fields', () => {
  expect(jsonRow('i', ['number', 'principalPaidFen'])).toBe(
    "json_build_object('number', i.number, 'principalPaidFen', i.principal_paid_fen)",
  );
});
