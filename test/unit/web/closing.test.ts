import { describe, expect, it } from '@jest/globals';
import { closingStep } from '../../../web/desk/features/finance/closing';

type Period = Parameters<typeof closingStep>[0];
const check = (name: Period['checks'][number]['check'], ok: boolean): Period['checks'][number] => ({
  ...{ check: name, ok, open: ok ? 0 : 1, text: '' },
});
const period = (checks: Period['checks'], more: Partial<Period> = {}): Period => ({
  ...{ closedAt: null, change: null, checks },
  ...more,
});

describe('a month as a whole', () => {
  it('is closed when all is right; an unknown order is carried over with it', () => {
    expect(closingStep(period([check('MONTH_OVER', true)]))).toBe('CLOSE');
    expect(closingStep(period([check('MONTH_OVER', true), check('NO_UNKNOWN_ORDERS', false)]))).toBe('CLOSE');
    expect(closingStep(period([check('NO_OPEN_BREAKS', false)]))).toBe('MISSING');
  });

  it('waits for a decision that somebody asked for, and nobody asks twice', () => {
    expect(closingStep(period([check('MONTH_OVER', true)], { change: { status: 'REQUESTED' } }))).toBe(
      'DECIDE',
    );
    expect(closingStep(period([check('MONTH_OVER', true)], { change: { status: 'REJECTED' } }))).toBe(
      'CLOSE',
    );
  });

  it('is opened again once it is closed', () => {
    expect(closingStep(period([], { closedAt: '2026-12-01T00:00:00.000Z' }))).toBe('REOPEN');
  });
});
