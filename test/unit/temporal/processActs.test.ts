import { hasMoved, refusedBecause, type Standing } from '../../../gateways/temporal/processActs';

const standing = (changes: Partial<Standing> = {}): Standing => ({
  runId: 'run',
  status: 'RUNNING',
  historyLength: 10,
  pendingActivityIds: [],
  hasPendingTask: false,
  ...changes,
});
const before = { runId: 'run', historyLength: 10, kind: 'LOOK_AGAIN' } as const;

describe('whether a process has moved since an act', () => {
  it.each<[string, Partial<Standing>, boolean]>([
    ['nothing was added', {}, false],
    ['a step was done', { historyLength: 14 }, true],
    ['it was only told, and its task is still to come', { historyLength: 12, hasPendingTask: true }, false],
    ['its task fails again and again', { historyLength: 15, hasPendingTask: true }, false],
    ['another run is at work', { runId: 'other', historyLength: 9 }, true],
    ['another run has not done a step yet', { runId: 'other', hasPendingTask: true }, false],
    ['it is over as it was', { status: 'FAILED' }, false],
    ['another run failed too', { status: 'FAILED', runId: 'other', historyLength: 14 }, false],
    ['it went on and came to its end', { status: 'COMPLETED', runId: 'other' }, true],
  ])('%s', (_, changes, moved) => {
    expect(hasMoved(before, standing(changes))).toBe(moved);
  });

  it('what was to be ended has moved when it is over', () => {
    expect(hasMoved({ ...before, kind: 'END' }, standing({ status: 'TERMINATED' }))).toBe(true);
    expect(hasMoved({ ...before, kind: 'END' }, standing())).toBe(false);
  });
});

describe('what can be done about a process', () => {
  it('follows from how it stands', () => {
    expect(refusedBecause('RETRY_NOW', standing())).toBe('NOTHING_TO_RETRY');
    expect(refusedBecause('RETRY_NOW', standing({ pendingActivityIds: ['7'] }))).toBeNull();
    expect(refusedBecause('LOOK_AGAIN', standing({ status: 'FAILED' }))).toBe('PROCESS_ENDED');
    expect(refusedBecause('SET_BACK', standing({ status: 'FAILED' }))).toBeNull();
    expect(refusedBecause('END', standing({ status: 'TERMINATED' }))).toBe('PROCESS_ENDED');
  });
});
