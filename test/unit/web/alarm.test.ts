import { describe, expect, it } from '@jest/globals';
import { type Heard, hourOf, soundOf } from '../../../web/desk/features/processes/alarm';

const [NOON, NIGHT] = [12, 3];
const heard = (count: number, money: Heard['lights'][string] = 'GOOD'): Heard => ({
  stuck: [{ reason: 'OVERDUE', count }] as unknown as Heard['stuck'],
  lights: { MONEY: money },
});

describe('the alarm of the process list', () => {
  it('is silent at the first look and about what was there before', () => {
    expect(soundOf(null, heard(3, 'ACT'), NOON)).toBe('NONE');
    expect(soundOf(heard(3), heard(3), NOON)).toBe('NONE');
    expect(soundOf(heard(3, 'ACT'), heard(3, 'ACT'), NOON)).toBe('NONE');
    expect(soundOf(heard(3), heard(2), NOON)).toBe('NONE');
  });

  it('tells softly by day of what is newly stuck, and lets people sleep', () => {
    expect(soundOf(heard(3), heard(4), NOON)).toBe('SOFT');
    expect(soundOf(heard(3), heard(4), NIGHT)).toBe('NONE');
  });

  it('wakes whoever is on duty for what must be acted on', () => {
    expect(soundOf(heard(3, 'LOOK'), heard(3, 'ACT'), NIGHT)).toBe('ACT');
  });

  it('goes by the hour of the business', () => {
    expect(hourOf(Date.parse('2026-11-27T01:30:00Z'))).toBe(9);
    expect(hourOf(Date.parse('2026-11-27T16:00:00Z'))).toBe(0);
  });
});
