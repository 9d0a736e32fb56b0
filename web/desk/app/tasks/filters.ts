import type { Answers } from '../../../client/client';
import { TASK_NAMES } from '../../../kit/words/names';

type Filter = Answers['TaskFilter'];
export type Sort = NonNullable<Filter['sort']>;
export type Grade = NonNullable<Filter['grade']>;

export const SORTS = [
  'due',
  '-amount',
  'amount',
  'grade',
  'stageSince',
  'product',
] as const satisfies readonly Sort[];
export const GRADES = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'D'] as const;

/** What the address of the inbox says: which tasks, in which order, and whether one works through them. */
export interface InboxSearch {
  readonly kind?: Answers['TaskKind'];
  readonly grade?: Grade;
  readonly title?: string;
  readonly mine?: true;
  readonly unclaimed?: true;
  readonly overdue?: true;
  /** What one has put off, instead of what is there to be done. */
  readonly snoozed?: true;
  readonly leastFen?: string;
  readonly mostFen?: string;
  readonly sort?: Sort;
  readonly work?: true;
}

const FEN = /^\d{1,15}$/;

/** Reads an address that anybody may have typed: what is not understood is left out. */
export function readSearch(raw: Readonly<Record<string, unknown>>): InboxSearch {
  const kind = Object.keys(TASK_NAMES).find((name) => name === raw.kind) as Answers['TaskKind'] | undefined;
  const grade = GRADES.find((name) => name === raw.grade);
  const sort = SORTS.find((name) => name === raw.sort);
  const title = textOf(raw.title).trim().slice(0, 80);
  const [least, most] = [textOf(raw.leastFen), textOf(raw.mostFen)];
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(grade === undefined ? {} : { grade }),
    ...(title === '' ? {} : { title }),
    ...(isYes(raw.mine) ? { mine: true } : {}),
    ...(isYes(raw.unclaimed) ? { unclaimed: true } : {}),
    ...(isYes(raw.overdue) ? { overdue: true } : {}),
    ...(isYes(raw.snoozed) ? { snoozed: true } : {}),
    ...(FEN.test(least) ? { leastFen: least } : {}),
    ...(FEN.test(most) ? { mostFen: most } : {}),
    ...(sort === undefined || sort === 'due' ? {} : { sort }),
    ...(isYes(raw.work) ? { work: true } : {}),
  };
}

const isYes = (value: unknown): boolean => value === true || value === 'true';
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The address in the words of the API. */
export function filterOf({ work: _, mine, unclaimed, overdue, snoozed, ...same }: InboxSearch): Filter {
  return {
    ...same,
    ...(mine === true ? { mine: 'true' } : {}),
    ...(unclaimed === true ? { unclaimed: 'true' } : {}),
    ...(overdue === true ? { overdue: 'true' } : {}),
    ...(snoozed === true ? { snoozed: 'true' } : {}),
  };
}

/** Whether two addresses ask for the same tasks, in whichever order they say it. */
export function asksTheSame(one: Filter, other: Filter): boolean {
  const said = (filter: Filter): string =>
    JSON.stringify(Object.entries(filter).toSorted(([name], [next]) => name.localeCompare(next)));
  return said(one) === said(other);
}

/** What work mode asks for: the next of the kinds that the list shows. */
export function wishOf({ kind, title, overdue }: InboxSearch): Pick<Filter, 'kind' | 'title' | 'overdue'> {
  return filterOf({
    ...(kind === undefined ? {} : { kind }),
    ...(title === undefined ? {} : { title }),
    ...(overdue === undefined ? {} : { overdue }),
  });
}
