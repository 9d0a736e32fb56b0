import type { MessageToSend } from '../../contracts/activities';
import type { NextAct } from './agenda';
import type { LoanOffice } from './loanOffice';

/** Reminds of an instalment by the channels of the ladder. */
export async function remind(
  office: LoanOffice,
  { instalment, day, channels }: Extract<NextAct, { kind: 'REMIND' }>,
): Promise<void> {
  const { number, dueDate, amountFen } = instalment;
  const values = { instalment: number, amountFen, dueDate, daysBefore: -day };
  const written = channels.filter((channel): channel is MessageToSend['channel'] =>
    ['EMAIL', 'SMS'].includes(channel),
  );
  const { progress } = office;
  office.progress = { ...progress, remindersSent: [...progress.remindersSent, day] };
  await office.file.record(`remind/${number}/${day}`, {
    messages: written.map((channel) =>
      office.message(channel, 'INSTALMENT_REMINDER', `instalment/${number}/reminder/${day}`, values),
    ),
    audit: {
      actorId: null,
      action: 'INSTALMENT_REMINDED',
      outcome: 'SENT',
      detail: { instalment: number, day },
    },
  });
}
