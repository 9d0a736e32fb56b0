import type { Answers } from '../../../client/client';
import type { Pair } from '../../../kit/words/words';
import { asksTheSame, filterOf, type InboxSearch, readSearch } from '../../app/tasks/filters';

/** A view of the inbox under its name: those that everybody has first, then the saved ones. */
export interface View {
  readonly id: string;
  readonly name: Pair;
  readonly search: InboxSearch;
  readonly count: number | null;
  /** Its owner removes it; null: it is everybody's. */
  readonly saved: Answers['TaskView'] | null;
}

/** All views, in the order of the keys 1 to 9. @param saved as the API lists them */
export function viewsOf(
  counts: Answers['TaskCounts'] | undefined,
  saved: readonly Answers['TaskView'][],
): readonly View[] {
  const own = (id: string, name: Pair, search: InboxSearch, count: number | undefined): View => ({
    ...{ id, name, search, count: count ?? null, saved: null },
  });
  return [
    own('all', ['全部', 'All'], {}, counts?.open),
    own('mine', ['我的', 'Mine'], { mine: true }, counts?.mine),
    own('unclaimed', ['无人领取', 'Unclaimed'], { unclaimed: true }, counts?.unclaimed),
    own('overdue', ['已超时', 'Overdue'], { overdue: true }, counts?.overdue),
    own('snoozed', ['已暂缓', 'Put off'], { snoozed: true }, undefined),
    ...saved.map((view) => ({
      id: view.id,
      name: [view.name, view.name] as const,
      search: readSearch({ ...view.filter }),
      count: view.count,
      saved: view,
    })),
  ];
}

/** Which of the views the address shows; null: none of them. */
export function shownView(views: readonly View[], search: InboxSearch): View | null {
  return views.find((view) => asksTheSame(filterOf(view.search), filterOf(search))) ?? null;
}
