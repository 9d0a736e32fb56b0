import { type Result, refuse } from '../domain/result';
import type { Queryable } from '../gateways/database/transaction';

/** What the database refuses for good when its books and the fold's differ, or a law of its own stands against it. */
const REFUSALS_OF_DATABASE = { XX001: 'DATABASE_XX001', '23514': 'DATABASE_23514' } as const;
type DatabaseRefusal = (typeof REFUSALS_OF_DATABASE)[keyof typeof REFUSALS_OF_DATABASE];

/** The database's own refusal as a value; nothing of a refused attempt is written. */
export async function unlessRefused<Value, Code extends string>(
  client: Queryable,
  work: () => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | DatabaseRefusal>> {
  await client.query('SAVEPOINT way_to_book');
  try {
    const done = await work();
    await client.query('RELEASE SAVEPOINT way_to_book');
    return done;
  } catch (fault) {
    const { code } = fault as { readonly code?: keyof typeof REFUSALS_OF_DATABASE };
    const refusal = code === undefined ? undefined : REFUSALS_OF_DATABASE[code];
    if (refusal === undefined) throw fault;
    await client.query('ROLLBACK TO SAVEPOINT way_to_book');
    return refuse(refusal);
  }
}
