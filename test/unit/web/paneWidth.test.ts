import { describe, expect, it } from '@jest/globals';
import { heldIn, nextWidth, widthBy } from '../../../web/desk/parts/paneWidth';

const BOUNDS = { least: 240, most: 640 };

describe('the width of a pane', () => {
  it('stays within its bounds, in whole pixels', () => {
    expect(heldIn(100, BOUNDS)).toBe(240);
    expect(heldIn(300.4, BOUNDS)).toBe(300);
    expect(heldIn(9_000, BOUNDS)).toBe(640);
  });

  it('goes from narrow over middling to wide and round by presses alone', () => {
    expect(nextWidth(240, BOUNDS)).toBe(440);
    expect(nextWidth(440, BOUNDS)).toBe(640);
    expect(nextWidth(640, BOUNDS)).toBe(240);
  });

  it('follows the arrows as the edge does, whichever side the pane is', () => {
    expect(widthBy('ArrowRight', 300, BOUNDS, 'LEFT')).toBe(316);
    expect(widthBy('ArrowRight', 300, BOUNDS, 'RIGHT')).toBe(284);
    expect(widthBy('End', 300, BOUNDS, 'RIGHT')).toBe(640);
    expect(widthBy('j', 300, BOUNDS, 'LEFT')).toBeNull();
  });
});
