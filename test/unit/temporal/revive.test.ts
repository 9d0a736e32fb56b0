import type { temporal } from '@temporalio/proto';
import { pointToGoOnFrom } from '../../../gateways/temporal/revive';

type Event = temporal.api.history.v1.IHistoryEvent;

/** A history in short: S a workflow task begun, T one completed, P a payment begun, C its completion, X its termination,
 * N that it could not begin, D a dispute. */
function history(course: string): Event[] {
  const events: Event[] = [];
  let task: number | null = null;
  let child: number | null = null;
  for (const letter of course) {
    const eventId = events.length + 1;
    const begun = (name: string) => ({ workflowType: { name }, workflowTaskCompletedEventId: task });
    const ended = { initiatedEventId: child };
    const shapes: Record<string, object> = {
      S: { workflowTaskStartedEventAttributes: {} },
      T: { workflowTaskCompletedEventAttributes: {} },
      P: { startChildWorkflowExecutionInitiatedEventAttributes: begun('payment') },
      D: { startChildWorkflowExecutionInitiatedEventAttributes: begun('dispute') },
      C: { childWorkflowExecutionCompletedEventAttributes: ended },
      F: { childWorkflowExecutionFailedEventAttributes: ended },
      N: { startChildWorkflowExecutionFailedEventAttributes: ended },
      X: { childWorkflowExecutionTerminatedEventAttributes: ended },
      '.': {},
    };
    if (letter === 'T') task = eventId;
    if (letter === 'P' || letter === 'D') child = eventId;
    events.push({ eventId, ...shapes[letter] } as unknown as Event);
  }
  return events;
}

describe('from where a process goes on', () => {
  it.each([
    ['it waits for people', '.T..T.', 5],
    ['its payment is over', '.T.TPC.T', 8],
    ['its payment is on its way: ordered again, it follows the first', '.T.TP.T', 4],
    ['the second payment is on its way', '.TPCT.TP.', 7],
    ['its payment could not begin', '.T.TPN.T', 4],
    ['its payment could not begin, and was ordered anew', '.TPN.TP.T', 6],
    ['its payment could not begin at first, and is over', '.TPN.TPC.T', 10],
    ['a dispute could not begin', '.TDN.T', 6],
    ['only a dispute goes on, which nobody waits for', '.TD.T', 5],
    ['its first task was under way', '..S.', 4],
    ['its first task was begun twice', '..S..S.', 4],
    ['no task was ever begun', '...', null],
  ])('ended from outside while %s', (_what, course, point) => {
    expect(pointToGoOnFrom(history(course), true)).toBe(point);
  });

  it.each([
    ['its payment was ended from outside', '.T.TPX.T', 4],
    ['its payment failed: only a person can tell why', '.T.TPF.T', null],
    ['of itself', '.T..T', null],
  ])('failed because %s', (_what, course, point) => {
    expect(pointToGoOnFrom(history(course), false)).toBe(point);
  });
});
