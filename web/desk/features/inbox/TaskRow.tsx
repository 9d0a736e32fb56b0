import { Link } from '@tanstack/react-router';
import { createContext, type MouseEvent, memo, useContext } from 'react';
import type { Answers } from '../../../kit/api/api';
import { Money } from '../../../kit/figures/figures';
import type { RowProps } from '../../../kit/list/VirtualList';
import { Deadline } from '../../../kit/live/Deadline';
import type { Place } from '../../../kit/menu/PopMenu';
import { useSay, useWords } from '../../../kit/words/language';
import { TASK_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { readSearch } from '../../app/tasks/filters';

const WORDS = words({
  choose: ['选择 {title}', 'Choose {title}'],
  mine: ['我', 'Me'],
  others: ['他人已领取', 'Taken'],
  barred: ['不可办理', 'Barred'],
  snoozed: ['已暂缓', 'Put off'],
  more: ['“{title}”的操作', 'What to do about “{title}”'],
});

/** What a row needs of its list, the same for all rows. */
export interface RowActs {
  readonly userId: string;
  readonly toggle: (taskId: string) => void;
  readonly at: (taskId: string) => void;
  readonly menu: (task: Answers['Task'], at: Place) => void;
}
export const RowContext = createContext<RowActs>({
  userId: '',
  toggle: () => undefined,
  at: () => undefined,
  menu: () => undefined,
});

/** A task in the list: what it is about, for how much, until when, and who has it. */
export const TaskRow = memo(function TaskRow({ item: task, isCurrent, isChosen }: RowProps<Answers['Task']>) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { userId, toggle, at, menu } = useContext(RowContext);
  const offer = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault();
    at(task.id);
    menu(task, placeOf(event));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button at its end does the same
    <div className="task-row" data-current={isCurrent} data-chosen={isChosen} onContextMenu={offer}>
      <input
        type="checkbox"
        tabIndex={-1}
        checked={isChosen}
        aria-label={say('choose', { title: task.caseTitle })}
        onChange={() => toggle(task.id)}
      />
      <Link
        to="/inbox/$taskId"
        params={{ taskId: task.id }}
        search={readSearch}
        preload={false}
        data-main
        tabIndex={isCurrent ? 0 : -1}
        className="task-main"
        onClick={() => at(task.id)}
      >
        <span className="task-line">
          <span className="task-title">{task.caseTitle}</span>
          <span className="task-amount">{task.amountFen !== null && <Money fen={task.amountFen} />}</span>
        </span>
        <span className="task-line">
          <span className="task-kind">
            {sayPair(TASK_NAMES[task.kind])}
            {task.grade !== null && ` · ${task.grade}`}
          </span>
          <span className="task-state">
            {task.barred !== null && <span className="tag tag-barred">{say('barred')}</span>}
            {task.snoozedUntil !== null && <span className="tag">{say('snoozed')}</span>}
            {task.claimedBy !== null && (
              <span className="tag">{say(task.claimedBy === userId ? 'mine' : 'others')}</span>
            )}
            <Deadline dueAt={task.dueAt} />
          </span>
        </span>
      </Link>
      <button
        type="button"
        tabIndex={isCurrent ? 0 : -1}
        className="task-more"
        aria-haspopup="menu"
        aria-label={say('more', { title: task.caseTitle })}
        onClick={offer}
      >
        <span aria-hidden="true">⋯</span>
      </button>
    </div>
  );
});

/** Where a press was; by a key it has no place, and what was pressed stands for it. */
function placeOf({ clientX: x, clientY: y, currentTarget }: MouseEvent<HTMLElement>): Place {
  if (x > 0 || y > 0) return { x, y };
  const { left, bottom } = currentTarget.getBoundingClientRect();
  return { x: left, y: bottom };
}
