import type { Worker } from '@temporalio/worker';
import { stoppedWorker, watchWorkers } from '../../../worker/watch';

const workerOf = (
  taskQueue: string,
  states: Worker['getState'] extends () => infer State ? State[] : never,
) => ({
  options: { taskQueue },
  getState: () => states[0] ?? ('STOPPED' as const),
});

describe('workers of a process', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('are fine while all of them run', () => {
    expect(stoppedWorker([workerOf('main', ['RUNNING']), workerOf('payments', ['RUNNING'])])).toBeNull();
  });

  it('are told of when one was shut down by itself, whatever the others do', () => {
    const lost = jest.fn();
    watchWorkers([workerOf('payments', ['RUNNING']), workerOf('main', ['DRAINING'])], () => false, lost);
    jest.advanceTimersByTime(1_000);
    expect(lost).toHaveBeenCalledWith('main', 'DRAINING');
  });

  it('may end when the process is asked to', () => {
    const lost = jest.fn();
    watchWorkers([workerOf('main', ['DRAINING'])], () => true, lost);
    jest.advanceTimersByTime(5_000);
    expect(lost).not.toHaveBeenCalled();
  });
});
