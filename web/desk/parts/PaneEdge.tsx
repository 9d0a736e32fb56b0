import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { usePreferences } from '../../kit/look/preferences';
import { type Bounds, heldIn, nextWidth, widthBy } from './paneWidth';
import './parts.css';

/** A pane whose width a person has chosen, and how to choose another one. */
interface Width {
  readonly bounds: Bounds;
  /** Shown at once, and not kept. */
  readonly show: (px: number) => void;
  /** Kept for the person, on every computer. */
  readonly keep: (px: number) => void;
}

const BOUNDS: Readonly<Record<PaneName, Bounds>> = {
  inbox: { least: 240, most: 640 },
  caseFacts: { least: 260, most: 900 },
  caseDecision: { least: 260, most: 640 },
};
/** Panes by the names that the person's preferences know. */
export type PaneName = 'inbox' | 'caseFacts' | 'caseDecision';

/**
 * The width of a pane, as `--pane-{name}` of the frame that it stands in: its grid reads it, and has a width of its own
 * until one was chosen.
 */
export function usePaneWidth(frame: RefObject<HTMLElement | null>, name: PaneName): Width {
  const { preferences, choose } = usePreferences();
  const { paneWidths } = preferences;
  const kept = paneWidths[name];
  const show = (px: number): void => frame.current?.style.setProperty(`--pane-${name}`, `min(${px}px, 45%)`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown when another one is kept
  useLayoutEffect(() => {
    if (kept !== undefined) show(kept);
  }, [kept]);
  return { bounds: BOUNDS[name], show, keep: (px) => choose({ paneWidths: { ...paneWidths, [name]: px } }) };
}

interface PaneEdgeProps extends Width {
  /** What it changes, to who listens. */
  readonly label: string;
  /** On which side of the edge the pane is. */
  readonly side?: 'LEFT' | 'RIGHT';
}

/** The edge of a pane: dragged, moved by arrows, or pressed for the next of three widths. */
export function PaneEdge({ bounds, show, keep, label, side = 'LEFT' }: PaneEdgeProps) {
  const edge = useRef<HTMLHRElement>(null);
  const [told, tell] = useState(bounds.least);
  const drag = useRef<{ readonly from: number; readonly width: number; moved: boolean } | null>(null);
  const widthNow = (): number => {
    const { current } = edge;
    const pane = side === 'LEFT' ? current?.previousElementSibling : current?.nextElementSibling;
    return pane?.getBoundingClientRect().width ?? bounds.least;
  };
  const take = (px: number): void => {
    show(px);
    tell(px);
    keep(px);
  };
  const grabbed = (event: PointerEvent<HTMLElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: event.clientX, width: widthNow(), moved: false };
  };
  const dragged = ({ clientX }: PointerEvent): void => {
    const held = drag.current;
    if (held === null) return;
    held.moved ||= Math.abs(clientX - held.from) > SLACK_PX;
    if (held.moved) show(heldIn(held.width + (clientX - held.from) * (side === 'LEFT' ? 1 : -1), bounds));
  };
  const released = (): void => {
    const held = drag.current;
    drag.current = null;
    if (held === null) return;
    take(held.moved ? heldIn(widthNow(), bounds) : nextWidth(Math.round(widthNow()), bounds));
  };
  const pressed = (event: KeyboardEvent): void => {
    const px = widthBy(event.key, widthNow(), bounds, side);
    if (px === null) return;
    event.preventDefault();
    take(px);
  };
  return (
    <hr
      ref={edge}
      className="pane-edge"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={told}
      aria-valuemin={bounds.least}
      aria-valuemax={bounds.most}
      tabIndex={0}
      onFocus={() => tell(Math.round(widthNow()))}
      onPointerDown={grabbed}
      onPointerMove={dragged}
      onPointerUp={released}
      onKeyDown={pressed}
    />
  );
}

const SLACK_PX = 3;
