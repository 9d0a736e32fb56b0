/** Between which widths a pane may be, in pixels. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** A width within its bounds, in whole pixels. */
export const heldIn = (px: number, { least, most }: Bounds): number =>
  Math.round(Math.min(Math.max(px, least), most));

/** What a press without a drag makes of a width: the next of narrow, middling and wide (WCAG 2.5.7: no drag is needed). */
export function nextWidth(px: number, bounds: Bounds): number {
  const { least, most } = bounds;
  const wider = [least, (least + most) / 2, most].map(Math.round).find((width) => width > px);
  return wider ?? least;
}

const STEP_PX = 16;

/** What a key makes of a width; null: it is no key of an edge. @param side of the edge at which the pane is */
export function widthBy(key: string, px: number, bounds: Bounds, side: 'LEFT' | 'RIGHT'): number | null {
  const wider = side === 'LEFT' ? 'ArrowRight' : 'ArrowLeft';
  const narrower = side === 'LEFT' ? 'ArrowLeft' : 'ArrowRight';
  if (key === wider) return heldIn(px + STEP_PX, bounds);
  if (key === narrower) return heldIn(px - STEP_PX, bounds);
  if (key === 'Home') return bounds.least;
  return key === 'End' ? bounds.most : null;
}
