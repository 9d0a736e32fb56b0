import { useVirtualizer } from '@tanstack/react-virtual';
import { type ComponentType, memo, type ReactElement, useEffect, useLayoutEffect, useRef } from 'react';
import './list.css';

/** What a row of a list is told. It has to be made by `memo`: only then is a move a matter of two rows. */
export interface RowProps<Item> {
  readonly item: Item;
  /** The one that the keys are at; its main link or button takes the focus (`data-main`). */
  readonly isCurrent: boolean;
  readonly isChosen: boolean;
}

interface VirtualListProps<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly Row: ComponentType<RowProps<Item>>;
  /** In pixels; every row has it. */
  readonly rowHeight: number;
  /** Says what the list is of, to who listens. */
  readonly label: string;
  readonly current?: string | null;
  readonly chosen?: ReadonlySet<string>;
  /** The last rows come into sight: there may be more to ask for. */
  readonly onEnd?: () => void;
}

const OVERSCAN = 8;
const NONE: ReadonlySet<string> = new Set();

/** A list of any length that draws what is in sight. Moving and choosing are its owner's (`useKeys`). */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  // Rows that were measured with another height are forgotten.
  return <List key={props.rowHeight} {...props} />;
}

function List<Item>({
  items,
  keyOf,
  Row,
  rowHeight,
  label,
  current = null,
  chosen = NONE,
  onEnd,
}: VirtualListProps<Item>) {
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    useFlushSync: false,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  const at = current === null ? -1 : items.findIndex((item) => keyOf(item) === current);
  useLayoutEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
  }, [rows, at]);
  const drawn = rows.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? -1;
  useEffect(() => {
    if (lastDrawn >= 0 && lastDrawn >= items.length - 1) onEnd?.();
  }, [lastDrawn, items.length, onEnd]);
  return (
    <div ref={frame} className="virtual-list">
      <ul aria-label={label} style={{ height: rows.getTotalSize() }}>
        {drawn.map(({ index, key, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <Line
              key={key}
              Row={Row as ComponentType<RowProps<unknown>>}
              item={item}
              top={start}
              height={rowHeight}
              position={index + 1}
              of={items.length}
              isCurrent={index === at}
              isChosen={chosen.has(keyOf(item))}
            />
          );
        })}
      </ul>
    </div>
  );
}

interface LineProps extends RowProps<unknown> {
  readonly Row: ComponentType<RowProps<unknown>>;
  readonly top: number;
  readonly height: number;
  readonly position: number;
  readonly of: number;
}

const Line = memo(function Line({
  Row,
  item,
  top,
  height,
  position,
  of,
  isCurrent,
  isChosen,
}: LineProps): ReactElement {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent && isFocusFree(line.current)) mainOf(line.current)?.focus({ preventScroll: true });
  }, [isCurrent]);
  return (
    <li
      ref={line}
      aria-setsize={of}
      aria-posinset={position}
      aria-current={isCurrent}
      className="virtual-row"
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <Row item={item} isCurrent={isCurrent} isChosen={isChosen} />
    </li>
  );
});

const mainOf = (line: HTMLElement | null): HTMLElement | null =>
  line?.querySelector<HTMLElement>('[data-main]') ?? null;

/** Whether the focus is nowhere, or in this list: it is never taken from elsewhere. */
function isFocusFree(line: HTMLElement | null): boolean {
  const focused = document.activeElement;
  return focused === null || focused === document.body || line?.parentElement?.contains(focused) === true;
}
