import type { MessageToSend } from '../../contracts/activities';
import type { NextAct } from './agenda';
import type { LoanCase } from './loanCase';

/** Reminds of an instalment by the channels of the ladder. */
export async function remind(
  loan: LoanCase,
  { instalment, day, channels }: Extract<NextAct, { kind: 'REMIND' }>,
): Promise<void> {
  const { number, dueDate, amountFen } = instalment;
  const values = { instalment: number, amountFen, dueDate, daysBefore: -day };
  const written = channels.filter((channel): channel is MessageToSend['channel'] =>
    ['EMAIL', 'SMS'].includes(channel),
  );
  const { progress } = loan;
  loan.progress = { ...progress, remindersSent: [...progress.remindersSent, day] };
  await loan.record(`remind/${number}/${day}`, {
    messages: written.map((channel) =>
      loan.message(channel, 'INSTALMENT_REMINDER', `instalment/${number}/reminder/${day}`, values),
    ),
    audit: {
      actorId: null,
      action: 'INSTALMENT_REMINDED',
      outcome: 'SENT',
      detail: { instalment: number, day },
    },
  });
}
