import { cardOf } from '../../../web/apply/features/home/nextStep';

const text = '';
const applicationId = '0198c1f0-0000-7000-8000-0000000000b1';
const loanId = '0198c1f0-0000-7000-8000-0000000000c1';

it('says how much, by when, and leads to the page that pays', () => {
  const step = { kind: 'PAY_NOW', text, loanId, amountFen: 5_078_016, dueDate: '2026-12-27' } as const;
  expect(cardOf({ ...step, daysPastDue: 0, failedDebit: null })).toMatchObject({
    amountFen: 5_078_016,
    when: { said: 'by', at: '2026-12-27' },
    button: 'pay',
    goal: { to: '/loans/$loanId', params: { loanId } },
    mood: 'DO',
  });
  expect(cardOf({ ...step, daysPastDue: 3, failedDebit: null })).toMatchObject({
    when: { said: 'wasDue' },
    mood: 'BAD',
  });
});

it('says what is to be paid of a fee and since when; only what is paid by transfer asks for an act', () => {
  const fee = { feeId: '0198c1f0-0000-7000-8000-0000000000f1', name: 'Periodic fee' };
  const step = { kind: 'PAY_FEE', text, ...fee, amountFen: 30_000, dueDate: '2026-12-01' } as const;
  expect(cardOf({ ...step, settlement: 'ONLINE' })).toMatchObject({
    ...{ amountFen: 30_000, when: { said: 'due', at: '2026-12-01' }, mood: 'PLAIN' },
    goal: { to: '/fees/$feeId', params: { feeId: fee.feeId } },
  });
  expect(cardOf({ ...step, settlement: 'OFFLINE' }).mood).toBe('DO');
});

it('leads to what is asked for: the offer, the requests, the refusal', () => {
  const about = { text, applicationId } as const;
  const offer = cardOf({ kind: 'ANSWER_OFFER', ...about, amountFen: 1, until: null });
  expect([offer.goal.to, offer.when]).toEqual(['/applications/$applicationId/offer', null]);
  const wanted = cardOf({ kind: 'SUPPLY_INFORMATION', ...about, since: '2026-11-27T02:00:00.000Z' });
  expect(wanted.goal.to).toBe('/applications/$applicationId/requests');
  const refused = cardOf({ kind: 'APPEAL', ...about, refusal: null, until: '2026-12-07' });
  expect([refused.goal.to, refused.when?.said]).toEqual(['/applications/$applicationId', 'by']);
});

it('asks for nothing while others work on it', () => {
  const since = '2026-11-27T02:00:00.000Z';
  const waits = [
    cardOf({ kind: 'WAIT_FOR_DECISION', text, applicationId, stage: 'IN_REVIEW', since }),
    cardOf({ kind: 'WAIT_FOR_REGISTRATION', text, stage: 'CHECKING', since }),
    cardOf({ kind: 'WAIT_FOR_APPEAL', text, applicationId, until: since }),
  ];
  expect(waits.map(({ mood }) => mood)).toEqual(['PLAIN', 'PLAIN', 'PLAIN']);
});
