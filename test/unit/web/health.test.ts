import { actsFor, agoOf, heatOf, lightsOf, partsDown } from '../../../web/desk/features/processes/health';

type Seen = Parameters<typeof lightsOf>[0];
const CALM: Seen = { figures: { stuck: [], stages: [] }, health: { status: 'UP' }, booksAgree: true };
const stuck = (reason: Seen['figures']['stuck'][number]['reason'], count = 1): Seen => ({
  ...CALM,
  figures: { stages: [], stuck: [{ reason, why: '', count, isAtLeast: false }] },
});

test.each([
  ['all is calm', CALM, 'GOOD GOOD GOOD'],
  ['nothing is known of the books yet', { ...CALM, booksAgree: null }, 'GOOD GOOD GOOD'],
  ['the books differ', { ...CALM, booksAgree: false }, 'ACT GOOD GOOD'],
  ['a call to the bank keeps failing', stuck('ACTIVITY_FAILS'), 'LOOK GOOD GOOD'],
  ['a process ended badly', stuck('ENDED_BADLY'), 'GOOD ACT GOOD'],
  ['an admin has to decide', stuck('WAITS_FOR_ADMIN'), 'GOOD ACT GOOD'],
  ['nobody acts', stuck('OVERDUE'), 'GOOD LOOK GOOD'],
  ['none is stuck any more', stuck('ENDED_BADLY', 0), 'GOOD GOOD GOOD'],
  ['a part is down', { ...CALM, health: { status: 'DEGRADED' } }, 'GOOD GOOD LOOK'],
  ['what nothing works without is down', { ...CALM, health: { status: 'DOWN' } }, 'GOOD GOOD ACT'],
] as const)('when %s, the lights are money %s', (_when, seen, lights) => {
  const { MONEY, PEOPLE, PARTS } = lightsOf(seen as Seen);
  expect([MONEY, PEOPLE, PARTS].join(' ')).toBe(lights);
});

test('money that is unknown at the bank is looked at', () => {
  const ages = { day: 1, week: 0, month: 0, older: 0 };
  const unknown = { process: 'payment' as const, stage: 'UNKNOWN', open: 1, ages };
  expect(lightsOf({ ...CALM, figures: { stuck: [], stages: [unknown] } }).MONEY).toBe('LOOK');
});

test('a part that is down is named', () => {
  const up = { status: 'UP' as const, latencyMs: 1 };
  const parts = { ...{ postgres: up, temporal: up, worker: up, services: up, mail: up, queue: up } };
  expect(
    partsDown({ status: 'DEGRADED', parts: { ...parts, bank: { status: 'DOWN', latencyMs: 1 } } }),
  ).toEqual(['bank']);
});

test('what can help is offered, the safest first, and nothing that can not', () => {
  const failing = { step: 'submitOrder', text: '', attempts: 7, nextAttemptAt: null };
  expect(actsFor({ status: 'RUNNING', failing, reason: 'ACTIVITY_FAILS' })[0]).toBe('RETRY_NOW');
  expect(actsFor({ status: 'RUNNING', failing: null, reason: 'ACTIVITY_PAUSED' })[0]).toBe('RETRY_NOW');
  expect(actsFor({ status: 'RUNNING', failing: null, reason: 'OVERDUE' })).not.toContain('RETRY_NOW');
  expect(actsFor({ status: 'TERMINATED', failing: null, reason: 'ENDED_BADLY' })).toEqual(['SET_BACK']);
});

test.each([
  [0, 'MINUTES', 0],
  [119, 'MINUTES', 119],
  [120, 'HOURS', 2],
  [47 * 60, 'HOURS', 47],
  [48 * 60, 'DAYS', 2],
] as const)('%i minutes are told as %s', (minutes, unit, count) =>
  expect(agoOf(0, minutes * 60_000)).toEqual({ unit, count }),
);

test('a stage where most have waited for more than a week holds the others up; a loan that is repaid does not', () => {
  const ages = { day: 0, week: 1, month: 2, older: 1 };
  const [review, loan] = heatOf([
    { process: 'application', stage: 'IN_REVIEW', open: 4, ages },
    { process: 'loan', stage: 'REPAYING', open: 4, ages },
  ]);
  expect(review).toMatchObject({ isBottleneck: true });
  expect(review?.cells[2]).toEqual({ age: 'month', count: 2, share: 0.5 });
  expect(loan).toMatchObject({ isBottleneck: false });
});
