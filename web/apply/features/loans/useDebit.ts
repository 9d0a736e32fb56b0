import { useCallback, useEffect, useState } from 'react';
import { type Answers, api, queries } from '../../../kit/api/api';
import { useActKey } from '../../../kit/api/useActKey';
import { debitNow } from './debits';

/** What was sent, and what came of it: a mutation. */
interface Sent {
  readonly error: unknown;
  readonly variables:
    | { readonly params: { readonly header: { readonly 'Idempotency-Key': string } } }
    | undefined;
}

/** A debit that is asked for on a screen. */
export interface Debit {
  /** The key of the next request: until the bank has said of one what became of it, the same. */
  readonly key: string;
  /** How the one that was asked for stands; it follows the bank. */
  readonly moved: Answers['MoneyMoved'] | undefined;
  readonly answered: (moved: Answers['MoneyMoved']) => Promise<void>;
  /** What is wrong with what was sent last; of a debit that is settled since, nothing. */
  readonly wrongOf: (sent: Sent) => unknown;
  /** Nothing more is told of it. */
  readonly forget: () => void;
}

/** Follows what a borrower has debited until the bank has said; then the next one is another debit. */
export function useDebit(loanId: string): Debit {
  const { key, renew } = useActKey();
  const [asked, ask] = useState<Answers['MoneyMoved']>();
  // The list that the loan's page shows, so that both say the same; it follows the event stream.
  const { data } = api.useQuery(
    'get',
    '/payments',
    { params: { query: { loanId, pageSize: '50' } } },
    { enabled: asked?.payment.status === 'PENDING' },
  );
  const moved = asked && debitNow(asked, data?.items ?? []);
  const settled = moved === undefined || moved.payment.status === 'PENDING' ? null : moved.key;
  useEffect(() => {
    if (settled !== null) renew();
  }, [settled, renew]);
  const answered = useCallback(async (answer: Answers['MoneyMoved']) => {
    ask(answer);
    await queries.invalidateQueries();
  }, []);
  return {
    ...{ key, moved, answered, forget: useCallback(() => ask(undefined), []) },
    wrongOf: ({ error, variables }) => (variables?.params.header['Idempotency-Key'] === key ? error : null),
  };
}
