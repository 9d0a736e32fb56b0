import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { KeyCap } from '../keys/KeyCap';
import './menu.css';

/** One thing that a menu offers: an act, or an address that opens beside. */
export type MenuItem = {
  readonly name: string;
  /** The key that does the same without the menu. */
  readonly press?: string;
} & ({ readonly act: () => void } | { readonly href: string });

/** A place of the window, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

interface PopMenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly at: Place;
  readonly close: () => void;
}

const ROOM = 8;

/** A menu at a place of the window, before everything else: arrows move in it, Escape and leaving it close it. */
export function PopMenu({ label, items, at, close }: PopMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = menu.current;
    if (shown === null) return;
    shown.showPopover();
    const { width, height } = shown.getBoundingClientRect();
    shown.style.left = `${Math.max(Math.min(at.x, innerWidth - width - ROOM), ROOM)}px`;
    shown.style.top = `${Math.max(Math.min(at.y, innerHeight - height - ROOM), ROOM)}px`;
    itemsOf(shown)[0]?.focus();
  }, [at]);
  const pressed = (event: KeyboardEvent): void => {
    // No key of the screen below counts meanwhile.
    event.stopPropagation();
    const all = itemsOf(menu.current);
    const to = MOVES[event.key]?.(all.indexOf(document.activeElement as HTMLElement), all.length);
    if (to === undefined) return;
    event.preventDefault();
    all.at(to)?.focus();
  };
  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      aria-label={label}
      className="pop-menu"
      onKeyDown={pressed}
      onToggle={({ newState }) => newState === 'closed' && close()}
    >
      {items.map((item) => (
        <Item key={item.name} item={item} done={() => menu.current?.hidePopover()} />
      ))}
    </div>
  );
}

function Item({ item, done }: { item: MenuItem; done: () => void }) {
  const cap = item.press !== undefined && <KeyCap press={item.press} />;
  if ('href' in item) {
    return (
      <a
        role="menuitem"
        tabIndex={-1}
        href={item.href}
        target="_blank"
        rel="noreferrer"
        className="pop-item"
        onClick={done}
      >
        {item.name} {cap}
      </a>
    );
  }
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className="pop-item"
      onClick={() => {
        done();
        item.act();
      }}
    >
      {item.name} {cap}
    </button>
  );
}

const itemsOf = (menu: HTMLElement | null): readonly HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
];

/** Where a key leads to from an item of so many. */
const MOVES: Readonly<Record<string, ((at: number, of: number) => number) | undefined>> = {
  ArrowDown: (at, of) => (at + 1) % of,
  ArrowUp: (at, of) => (at - 1 + of) % of,
  Home: () => 0,
  End: (_, of) => of - 1,
};
