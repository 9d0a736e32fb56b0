/** How a paper is looked at: which page, how large, and how it is turned. */
export interface View {
  readonly page: number;
  /** 1: as wide as its place. */
  readonly zoom: number;
  /** Degrees, clockwise. */
  readonly turn: 0 | 90 | 180 | 270;
}

export const FIRST_VIEW: View = { page: 1, zoom: 1, turn: 0 };

export type Move = 'NEXT' | 'PREVIOUS' | 'LARGER' | 'SMALLER' | 'TURN';

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
const TURNED = { 0: 90, 90: 180, 180: 270, 270: 0 } as const;

/** What a move makes of a view; the ends hold. @param pages how many there are */
export function viewAfter(view: View, move: Move, pages: number): View {
  const { page, zoom, turn } = view;
  switch (move) {
    case 'NEXT':
      return { ...view, page: Math.min(page + 1, pages) };
    case 'PREVIOUS':
      return { ...view, page: Math.max(page - 1, 1) };
    case 'LARGER':
      return { ...view, zoom: ZOOMS.find((step) => step > zoom) ?? zoom };
    case 'SMALLER':
      return { ...view, zoom: ZOOMS.findLast((step) => step < zoom) ?? zoom };
    case 'TURN':
      return { ...view, turn: TURNED[turn] };
    default:
      return unknown(move);
  }
}

function unknown(move: never): never {
  throw new Error(`no move ${JSON.stringify(move)}`);
}

/** What can be shown in its place; a spreadsheet or a text document can only be saved. */
export type Shown = 'PDF' | 'PICTURE';

export function shownAs(mediaType: string): Shown | null {
  if (mediaType === 'application/pdf') return 'PDF';
  return mediaType.startsWith('image/') ? 'PICTURE' : null;
}
