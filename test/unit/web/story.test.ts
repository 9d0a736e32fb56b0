import { nextOf, type Story, type StoryOrder, standingOf } from '../../../web/desk/features/finance/story';

const order = (part: Partial<StoryOrder>): StoryOrder =>
  ({ id: '1', status: 'FAILED', answer: null, inFile: null, ...part }) as StoryOrder;
const told = (orders: readonly Partial<StoryOrder>[], next: Story['next'] = null): Story => ({
  orders: orders.map(order),
  next,
});
const AT = '2026-11-27T07:00:00Z';
const waits = (waitingFor: NonNullable<Story['next']>['waitingFor'], at: string | null = null) =>
  ({ waitingFor, at, tasks: [] }) as NonNullable<Story['next']>;

describe('what comes next for a payment', () => {
  it('is nothing once it is paid', () => {
    expect(nextOf(told([{ status: 'SUCCEEDED' }])).key).toBe('PAID');
  });

  it('is the task of a person before anything that goes on by itself', () => {
    const task = { id: 't', kind: 'COLLECT_MANUALLY', dueAt: AT } as const;
    const next = nextOf(told([{ status: 'FAILED' }], { waitingFor: 'calendar', at: 'later', tasks: [task] }));
    expect(next).toEqual({ key: 'PERSON', at: AT, task });
  });

  it('is another order at its time after an answer that the rules try again', () => {
    const answer = { text: '余额不足', class: 'RETRY_SCHEDULED' } as const;
    expect(nextOf(told([{ answer }], waits('calendar', AT)))).toEqual({ key: 'AGAIN', at: AT, task: null });
  });

  it('is no other order after one that stops the debits', () => {
    const answer = { text: '挂失卡', class: 'STOP_RISK' } as const;
    expect(nextOf(told([{ answer }], waits('calendar', AT))).key).toBe('LATER');
    expect(nextOf(told([{ answer }])).key).toBe('OVER');
  });

  it('is the answer of the bank while it is unknown, never another order', () => {
    expect(nextOf(told([{ status: 'UNKNOWN' }], waits('bank'))).key).toBe('BANK');
    expect(nextOf(told([{ status: 'SUBMITTED' }], waits('bank', AT))).key).toBe('BANK_ASKED');
  });
});

test.each([
  ['BOTH', { status: 'SUCCEEDED', inFile: { day: '2026-11-27', as: 'MATCH' } }],
  ['DIFFER', { status: 'SUCCEEDED', inFile: { day: '2026-11-27', as: 'AMOUNT_DIFF' } }],
  ['DIFFER', { status: 'FAILED', inFile: { day: '2026-11-27', as: 'LONG' } }],
  ['NOT_COMPARED', { status: 'SUCCEEDED', inFile: null }],
  ['NOT_MOVED', { status: 'FAILED', inFile: null }],
  ['UNKNOWN', { status: 'UNKNOWN', inFile: null }],
] as const)('money stands %s', (standing, of) => expect(standingOf(of)).toBe(standing));
