import { describe, expect, it } from '@jest/globals';
import { FIRST_VIEW, shownAs, viewAfter } from '../../../web/desk/parts/viewer/viewing';

describe('looking at a paper', () => {
  it('goes from page to page and holds at both ends', () => {
    expect(viewAfter(FIRST_VIEW, 'NEXT', 3).page).toBe(2);
    expect(viewAfter({ ...FIRST_VIEW, page: 3 }, 'NEXT', 3).page).toBe(3);
    expect(viewAfter(FIRST_VIEW, 'PREVIOUS', 3).page).toBe(1);
  });

  it('is made larger and smaller step by step, within reason', () => {
    expect(viewAfter(FIRST_VIEW, 'LARGER', 1).zoom).toBe(1.25);
    expect(viewAfter(FIRST_VIEW, 'SMALLER', 1).zoom).toBe(0.75);
    expect(viewAfter({ ...FIRST_VIEW, zoom: 4 }, 'LARGER', 1).zoom).toBe(4);
    expect(viewAfter({ ...FIRST_VIEW, zoom: 0.5 }, 'SMALLER', 1).zoom).toBe(0.5);
  });

  it('is turned right round by four turns', () => {
    const turned = ['TURN', 'TURN', 'TURN', 'TURN'] as const;
    expect(turned.reduce((view, move) => viewAfter(view, move, 1), FIRST_VIEW)).toEqual(FIRST_VIEW);
  });

  it.each([
    ['application/pdf', 'PDF'],
    ['image/webp', 'PICTURE'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', null],
  ])('shows %s as %s', (mediaType, shown) => {
    expect(shownAs(mediaType)).toBe(shown);
  });
});
