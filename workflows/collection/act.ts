import type { CollectionLook, MessageToSend } from '../../contracts/activities';
import type { RungAction } from '../../domain/overdue/ladder';
import type { LadderAction } from '../../domain/parameters/collection';
import type { CollectionCase } from './collectionCase';
import { askTo, TASK_OF } from './tasks';

/** Those of the ladder's actions that are a letter; what else has no task is done by what stands of it. */
const LETTER_OF: Readonly<
  Partial<Record<LadderAction, (loan: CollectionCase, action: RungAction, arrears: Arrears) => MessageToSend>>
> = {
  NOTIFY_OVERDUE: (loan, action, { instalment, dueDate, daysPastDue, overdueFen: amountFen }) =>
    loan.message('SMS', 'OVERDUE_NOTICE', action, { instalment, dueDate, amountFen, daysPastDue }),
  SEND_COLLECTION_LETTER: (loan, action, { dueDate, daysPastDue, overdueFen: amountFen }) =>
    loan.message('EMAIL', 'COLLECTION_LETTER', action, { dueDate, amountFen, daysPastDue }),
  SEND_LAWYER_LETTER: (loan, action, { dueDate, daysPastDue, overdueFen: amountFen }) =>
    loan.message('EMAIL', 'LAWYER_LETTER', action, { dueDate, amountFen, daysPastDue }),
};

type Arrears = NonNullable<CollectionLook['arrears']>;

/**
 * Writes what a look found and does what is due: letters and what stands for itself at once, with the look; then
 * people are asked, each with the fact that they were. So nothing is done twice, whatever dies in between.
 */
export async function actOn(loan: CollectionCase, look: CollectionLook): Promise<void> {
  const { facts, due, arrears, stage } = look;
  if (facts === null) return;
  const [asked, silent] = [due.filter(isAsked), due.filter((action) => !isAsked(action))];
  const done = silent.map((action) => ({ ...action, outcome: 'DONE' as const }));
  const collection = { ...facts, settled: [...(facts.settled ?? []), ...done] };
  const messages =
    arrears === null
      ? []
      : silent.flatMap((action) => LETTER_OF[action.action]?.(loan, action, arrears) ?? []);
  const detail = { episode: facts.episode, daysPastDue: arrears?.daysPastDue ?? 0 };
  if (loan.stage === stage) {
    const audit = { actorId: null, action: 'LADDER_LOOKED', outcome: stage, detail } as const;
    await loan.record('looked', { collection, messages, audit });
  } else await loan.enter(stage, { waitingFor: 'calendar', collection, messages, detail });
  // What was written off is claimed without rungs: nobody is asked anything new.
  if (arrears === null) return;
  for (const action of asked) await askTo(loan, action, { arrears, episode: facts.episode });
}

function isAsked({ action }: RungAction): boolean {
  return TASK_OF[action] !== undefined;
}
