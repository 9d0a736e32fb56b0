import { describe, expect, it } from '@jest/globals';
import {
  decimalTyped,
  directionOf,
  type Thresholds,
  thresholdsTyped,
  thresholdsWanted,
} from '../../../web/desk/features/rules/thresholdDraft';

const IN_FORCE = {
  DSCR: { yellow: '1.2', red: '1.0' },
  DEBT_RATIO: { yellow: '0.70', red: '0.85' },
  OPEN_LITIGATION: { yellow: 'true', red: null },
} as const satisfies Thresholds;
const typed = thresholdsTyped(IN_FORCE);

describe('thresholds as they are typed', () => {
  it('ask for what differs and for nothing else', () => {
    expect(thresholdsWanted(typed, IN_FORCE)).toBeNull();
    const same = { ...typed, DEBT_RATIO: { kind: 'FIGURE', yellow: '0.7', red: ' ０.85 ' } } as const;
    expect(thresholdsWanted(same, IN_FORCE)).toBeNull();
    const other = { ...typed, DSCR: { kind: 'FIGURE', yellow: '1.5', red: '1.25' } } as const;
    expect(thresholdsWanted(other, IN_FORCE)).toEqual({
      thresholds: { DSCR: { yellow: '1.5', red: '1.25' } },
    });
    const graver = { ...typed, OPEN_LITIGATION: { kind: 'FLAG', level: 'RED' } } as const;
    expect(thresholdsWanted(graver, IN_FORCE)).toEqual({
      thresholds: { OPEN_LITIGATION: { yellow: null, red: 'true' } },
    });
  });

  it('ask for nothing while something can not be read', () => {
    const broken = { ...typed, DSCR: { kind: 'FIGURE', yellow: 'x', red: '1' } } as const;
    expect(
      thresholdsWanted({ ...broken, OPEN_LITIGATION: { kind: 'FLAG', level: 'RED' } }, IN_FORCE),
    ).toBeNull();
  });

  it('are decimals, below nought too', () => {
    expect([decimalTyped('−0.10'), decimalTyped(' 30 '), decimalTyped('1,5'), decimalTyped('')]).toEqual([
      '-0.10',
      '30',
      null,
      null,
    ]);
  });

  it('say how they warn', () => {
    expect(Object.values(IN_FORCE).map(directionOf)).toEqual(['LOW', 'HIGH', 'FLAG']);
  });
});
