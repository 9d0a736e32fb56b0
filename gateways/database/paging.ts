/** Which rows of a list: those after the place where the page before ended. */
export interface Paging {
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly pageSize: number;
}

export interface Page<Row> {
  readonly items: readonly Row[];
  /** Where the next page begins; null after the last row. */
  readonly next: string | null;
}

/** One row more than the page has says whether there is a next page. */
export const rowsOf = ({ pageSize }: Paging): number => pageSize + 1;

/** @param placeOf names the place of a row in the order of its list, for the reader to come back with */
export function pageOf<Row>(
  rows: readonly Row[],
  { pageSize }: Paging,
  placeOf: (row: Row) => string,
): Page<Row> {
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  return { items, next: rows.length > pageSize && last !== undefined ? placeOf(last) : null };
}

/** The order of most lists. */
export const NEWEST_FIRST = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

export const placeByAge = (row: { readonly createdAt: string; readonly id: string }): string =>
  placeAt(row.createdAt, row.id);

/** A place in an order by time: milliseconds and the id that tells rows of one instant apart. */
export const placeAt = (at: string, id: string): string => `${Date.parse(at)}.${id}`;

/** Before all others. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** The parts of a place: a value by which a list is sorted, and an id. */
export function placeOf(place: string): { readonly value: string; readonly id: string } {
  const [value = '', id = NO_ID] = place.split('.');
  return { value, id };
}

/** The place that {@link placeAt} named; a place of another list is some place in this one. */
export function timeAndId(place: string): { readonly at: Date; readonly id: string } {
  const { value, id } = placeOf(place);
  return { at: new Date(Number(value)), id };
}

/** Rows beyond a place in {@link NEWEST_FIRST}; all when there is none. */
export function olderThan({ after }: Paging) {
  if (after === undefined) return {};
  const { at, id } = timeAndId(after);
  return { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: id } }] };
}

/** Rows before a place in an order by falling number; all when there is none. */
export const before = ({ after }: Paging) =>
  after === undefined ? {} : { id: { lt: BigInt(after.split('.')[0] ?? '') } };

export const placeByNumber = ({ id }: { readonly id: number }): string => String(id);
