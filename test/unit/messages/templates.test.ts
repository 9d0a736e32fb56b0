import { renderMail } from '../../../gateways/mail';

function subjectOf(kind: string, values: object): string {
  const of = {
    enterpriseName: 'A',
    institutionName: 'B',
    instalment: 3,
    amountFen: 100,
    dueDate: '2026-12-01',
  };
  const mail = renderMail(kind, { ...of, ...values }, 'en');
  if (!mail.ok) throw new Error(mail.refusal.code);
  return mail.value.subject;
}

test.each([
  ['INSTALMENT_REMINDER', { daysBefore: 1 }, 'debited in 1 day /'],
  ['INSTALMENT_REMINDER', { daysBefore: 3 }, 'debited in 3 days /'],
  ['OVERDUE_NOTICE', { daysPastDue: 1 }, 'Overdue: 1 day past due /'],
  ['OVERDUE_NOTICE', { daysPastDue: 2 }, 'Overdue: 2 days past due /'],
])('%s of %j counts days as English does', (kind, values, words) => {
  expect(subjectOf(kind, values)).toContain(words);
});
