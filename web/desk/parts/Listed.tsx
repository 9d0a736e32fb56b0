import { ProblemNotice } from '../../kit/api/ProblemNotice';
import { PAGED } from '../../kit/api/paged';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { type Column, Records } from './Records';

const WORDS = words({ more: ['更多', 'More'], shown: ['已显示 {count} 条', '{count} shown'] });

export { PAGED };

/** What {@link PAGED} gives. */
interface Found<Row> {
  readonly data: { readonly pages: readonly { readonly items: readonly Row[] }[] } | undefined;
  readonly error: unknown;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
  readonly refetch: () => unknown;
}

interface ListedProps<Row> {
  readonly caption: string;
  readonly found: Found<Row>;
  readonly columns: readonly Column<Row>[];
  readonly idOf: (row: Row) => string;
  readonly empty: string;
}

/** A list of the API, page after page, with what went wrong. */
export function Listed<Row>({ caption, found, columns, idOf, empty }: ListedProps<Row>) {
  const say = useWords(WORDS);
  const rows = found.data?.pages.flatMap(({ items }) => items);
  if (found.error !== null) return <ProblemNotice error={found.error} again={() => found.refetch()} />;
  return (
    <>
      <Records caption={caption} columns={columns} rows={rows} idOf={idOf} empty={empty} />
      {rows !== undefined && rows.length > 0 && (
        <p className="row quiet" aria-live="polite">
          {say('shown', { count: rows.length })}
          {found.hasNextPage && (
            <button
              type="button"
              className="button small"
              disabled={found.isFetchingNextPage}
              onClick={() => found.fetchNextPage()}
            >
              {say('more')}
            </button>
          )}
        </p>
      )}
    </>
  );
}
