import type { Answers } from '../../../kit/api/api';
import { type MenuItem, type Place, PopMenu } from '../../../kit/menu/PopMenu';
import { useWords } from '../../../kit/words/language';
import { type Words, words } from '../../../kit/words/words';
import { GIVERS } from '../../app/places';
import { useSnoozing } from '../../app/tasks/Snoozing';
import { useIs } from '../../parts/Page';
import { type RowAct, rowActs } from './rowActs';

const WORDS = words({ label: ['“{title}”的操作', 'What to do about “{title}”'] });
const ACTS: Words<RowAct> = words({
  CLAIM: ['领取', 'Claim'],
  GIVE_BACK: ['退回待办', 'Give back'],
  GIVE: ['转交…', 'Give to…'],
  SNOOZE: ['暂缓…', 'Put off…'],
  TAKE_BACK: ['取消暂缓', 'Take back now'],
  OPEN_BESIDE: ['在新标签页打开', 'Open in a new tab'],
  COPY_LINK: ['复制链接', 'Copy the link'],
});
const PRESSES: Partial<Record<RowAct, string>> = {
  CLAIM: 'KeyC',
  GIVE_BACK: 'Shift+KeyC',
  SNOOZE: 'KeyS',
};

interface RowMenuProps {
  readonly task: Answers['Task'];
  readonly userId: string;
  readonly at: Place;
  readonly claim: (taskId: string) => void;
  readonly giveBack: (taskId: string) => void;
  readonly give: (task: Answers['Task']) => void;
  readonly close: () => void;
}

/** What can be done about a task without opening it. */
export function RowMenu({ task, userId, at, claim, giveBack, give, close }: RowMenuProps) {
  const say = useWords(WORDS);
  const sayAct = useWords(ACTS);
  const { ask, takeBack } = useSnoozing();
  const address = `/desk/inbox/${task.id}`;
  const does: Readonly<Record<RowAct, { readonly act: () => void } | { readonly href: string }>> = {
    CLAIM: { act: () => claim(task.id) },
    GIVE_BACK: { act: () => giveBack(task.id) },
    GIVE: { act: () => give(task) },
    SNOOZE: { act: () => ask(task) },
    TAKE_BACK: { act: () => takeBack(task.id) },
    OPEN_BESIDE: { href: address },
    COPY_LINK: { act: () => void navigator.clipboard.writeText(new URL(address, location.href).href) },
  };
  const mayGive = useIs(GIVERS);
  const items = rowActs(task, { userId, mayGive }).map((act): MenuItem => {
    const press = PRESSES[act];
    return { name: sayAct(act), ...(press === undefined ? {} : { press }), ...does[act] };
  });
  return <PopMenu label={say('label', { title: task.caseTitle })} items={items} at={at} close={close} />;
}
