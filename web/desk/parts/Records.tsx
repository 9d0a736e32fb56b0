import type { ReactNode } from 'react';
import { useNamesComing } from './colleagues';

/** One thing that is told of each row. */
export interface Column<Row> {
  readonly key: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** A figure: on the right, digits under each other. */
  readonly isFigure?: boolean;
}

interface RecordsProps<Row> {
  /** What the table is, for who listens. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** Undefined while they are asked for. */
  readonly rows: readonly Row[] | undefined;
  readonly idOf: (row: Row) => string;
  /** What would be here, and when. */
  readonly empty: string;
}

const SKELETON_ROWS = 5;

/** Rows under each other; on a phone each is a card that names its values. */
export function Records<Row>({ caption, columns, rows: found, idOf, empty }: RecordsProps<Row>) {
  const rows = useNamesComing() ? undefined : found;
  if (rows?.length === 0) return <p className="card quiet">{empty}</p>;
  return (
    <div className="records">
      <table aria-busy={rows === undefined}>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, head, isFigure }) => (
              <th key={key} scope="col" className={isFigure ? 'figure' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows?.map((row) => (
            <tr key={idOf(row)}>
              {columns.map(({ key, head, cell, isFigure }) => (
                <td key={key} data-head={head} className={isFigure ? 'figure' : undefined}>
                  <div>{cell(row)}</div>
                </td>
              ))}
            </tr>
          )) ?? <Skeleton columns={columns.length} />}
        </tbody>
      </table>
    </div>
  );
}

/** As high as what is coming, so that nothing jumps. */
function Skeleton({ columns }: { columns: number }) {
  return Array.from({ length: SKELETON_ROWS }, (_, index) => index).map((index) => (
    <tr key={index}>
      <td colSpan={columns}>
        <span className="skeleton" />
      </td>
    </tr>
  ));
}
