import { describe, expect, it } from '@jest/globals';
import { rowActs } from '../../../web/desk/features/inbox/rowActs';

type Row = Parameters<typeof rowActs>[0];

const task = (change: Partial<Row> = {}): Row => ({
  ...{ status: 'OPEN', claimedBy: null, barred: null, isOverdue: false, snoozedUntil: null },
  decisions: ['APPROVE', 'REJECT'],
  ...change,
});

const me = { userId: 'me', mayGive: false };
const admin = { userId: 'me', mayGive: true };

describe('the menu of a row', () => {
  it('claims what nobody has, and for an administrator gives it', () => {
    expect(rowActs(task(), admin)).toEqual(['CLAIM', 'GIVE', 'OPEN_BESIDE', 'COPY_LINK']);
    expect(rowActs(task(), me)).toEqual(['CLAIM', 'OPEN_BESIDE', 'COPY_LINK']);
  });

  it('gives back and puts off what is mine', () => {
    const mine = task({ status: 'CLAIMED', claimedBy: 'me' });
    expect(rowActs(mine, me)).toEqual(['GIVE_BACK', 'SNOOZE', 'OPEN_BESIDE', 'COPY_LINK']);
  });

  it('takes back what was put off', () => {
    const off = task({ status: 'CLAIMED', claimedBy: 'me', snoozedUntil: '2026-11-27T01:30:00.000Z' });
    expect(rowActs(off, me)).toContain('TAKE_BACK');
    expect(rowActs(off, me)).not.toContain('SNOOZE');
  });

  it('claims nothing for whom a rule bars', () => {
    expect(rowActs(task({ barred: 'SAME_PERSON_AS_REVIEWER' }), me)).not.toContain('CLAIM');
  });

  it('only shows what a committee votes on, and what is over', () => {
    expect(rowActs(task({ decisions: [] }), admin)).toEqual(['OPEN_BESIDE', 'COPY_LINK']);
    expect(rowActs(task({ status: 'DONE', claimedBy: 'me' }), admin)).toEqual(['OPEN_BESIDE', 'COPY_LINK']);
  });
});
