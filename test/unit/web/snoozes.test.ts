import { describe, expect, it } from '@jest/globals';
import { instantTyped, mayBeSnoozed } from '../../../web/desk/app/tasks/snoozes';

describe('putting a task off', () => {
  it('reads day and time as those of the business, wherever the browser is', () => {
    expect(instantTyped('2026-11-27T09:30')).toBe('2026-11-27T01:30:00.000Z');
  });

  it.each(['', '2026-11-27', '2026-13-27T09:30', '27.11.2026 09:30'])('reads nothing in %j', (typed) => {
    expect(instantTyped(typed)).toBeNull();
  });

  it('is for who has it, while it is open', () => {
    expect(mayBeSnoozed({ status: 'CLAIMED', claimedBy: 'me' }, 'me')).toBe(true);
    expect(mayBeSnoozed({ status: 'CLAIMED', claimedBy: 'you' }, 'me')).toBe(false);
    expect(mayBeSnoozed({ status: 'OPEN', claimedBy: null }, 'me')).toBe(false);
    expect(mayBeSnoozed({ status: 'DONE', claimedBy: 'me' }, 'me')).toBe(false);
  });
});
