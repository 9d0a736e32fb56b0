import { useNavigate } from '@tanstack/react-router';
import type { RefObject } from 'react';
import type { Key } from '../../../kit/keys/keys';
import { useKeys } from '../../../kit/keys/useKeys';
import type { Pair } from '../../../kit/words/words';
import type { InboxSearch } from '../../app/tasks/filters';
import type { ListState } from './useListState';

const LIST: Pair = ['待办列表', 'Inbox'];

interface InboxKeys extends ListState {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly search: InboxSearch;
  /** A case is open: arrows scroll it. */
  readonly isOpen: boolean;
}

/** The keys of the list: move, choose, open, claim, give back, filter, work. */
export function useInboxKeys({ field, search, isOpen, ...list }: InboxKeys): void {
  const navigate = useNavigate();
  const { current } = list;
  useKeys('PLACE', LIST, [
    { press: 'KeyJ', does: ['下一项', 'Next'], act: () => list.move(1, false), repeats: true },
    { press: 'KeyK', does: ['上一项', 'Previous'], act: () => list.move(-1, false), repeats: true },
    ...(isOpen ? [] : arrows(list)),
    {
      press: 'Shift+KeyJ',
      does: ['向下连选', 'Choose downwards'],
      act: () => list.move(1, true),
      repeats: true,
    },
    {
      press: 'Shift+KeyK',
      does: ['向上连选', 'Choose upwards'],
      act: () => list.move(-1, true),
      repeats: true,
    },
    { press: 'KeyX', does: ['选择此项', 'Choose it'], act: () => current !== null && list.toggle(current) },
    { press: '$mod+KeyA', does: ['选择全部已列出的', 'Choose all that are listed'], act: list.chooseAll },
    { press: 'Enter', does: ['打开', 'Open'], act: () => current !== null && list.show(current) },
    {
      press: 'KeyU',
      does: ['返回列表', 'Back to the list'],
      act: () => void navigate({ to: '/inbox', search }),
    },
    { press: 'KeyC', does: ['领取', 'Claim'], act: () => list.claim(current) },
    { press: 'Shift+KeyC', does: ['退回待办', 'Give back'], act: () => list.giveBack(current) },
    { press: 'KeyS', does: ['暂缓', 'Put off'], act: list.snooze },
    { press: 'Slash', does: ['按名称筛选', 'Filter by name'], act: () => field.current?.focus() },
  ]);
}

const arrows = (list: ListState): readonly Key[] => [
  { press: 'ArrowDown', does: ['下一项', 'Next'], act: () => list.move(1, false), repeats: true },
  { press: 'ArrowUp', does: ['上一项', 'Previous'], act: () => list.move(-1, false), repeats: true },
];
