import type { CollectionLook, MessageToSend, SettledAction } from '../../contracts/activities';
import type { NotApplicableBecause } from '../../contracts/collection';
import { classOf } from '../../domain/overdue/actionClasses';
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
 * Writes what a look found and does what is due: what stands for itself at once, with the look; then letters, and people
 * are asked, each with the fact that it was done. So nothing is done twice, whatever dies in between. Contact takes its
 * debtor's turn: what may not be made any more by then is looked at anew.
 */
export async function actOn(loan: CollectionCase, look: CollectionLook): Promise<void> {
  const { facts, due, arrears, stage } = look;
  if (facts === null) return;
  const [asked, silent] = [due.filter(isAsked), due.filter((action) => !isAsked(action))];
  const [contact, plain] = [silent.filter(isContact), silent.filter((action) => !isContact(action))];
  const collection = { ...facts, settled: [...(facts.settled ?? []), ...plain.map(done)] };
  const messages = lettersOf(loan, plain, arrears);
  const detail = { episode: facts.episode, daysPastDue: arrears?.daysPastDue ?? 0 };
  if (loan.stage === stage) {
    const audit = { actorId: null, action: 'LADDER_LOOKED', outcome: stage, detail } as const;
    await loan.record('looked', { collection, messages, audit });
  } else await loan.enter(stage, { waitingFor: 'calendar', collection, messages, detail });
  // What was written off is claimed without rungs: nobody is asked anything new.
  if (arrears === null) return;
  const isWritten = await writeTo(loan, contact, { arrears, episode: facts.episode });
  let isAllDone = isWritten;
  for (const action of asked) {
    const isDone = await askTo(loan, action, { arrears, episode: facts.episode });
    isAllDone = isAllDone && isDone;
  }
  // What could not be done is looked at anew; so is the paper that a letter was written on, to be posted.
  if (!isAllDone || contact.some(({ action }) => action === 'SEND_COLLECTION_LETTER')) loan.wake();
}

/** Letters of rungs, and that they were written. @returns false when nothing may be written to the debtor now */
async function writeTo(
  loan: CollectionCase,
  contact: readonly RungAction[],
  { arrears, episode }: { readonly arrears: Arrears; readonly episode: number },
): Promise<boolean> {
  if (contact.length === 0) return true;
  return await loan.writeInTurn('written', {
    collection: { episode, settled: contact.map(done) },
    messages: lettersOf(loan, contact, arrears),
    audit: {
      actorId: null,
      action: 'LADDER_LOOKED',
      outcome: loan.stage,
      detail: { episode, daysPastDue: arrears.daysPastDue },
    },
  });
}

function lettersOf(
  loan: CollectionCase,
  actions: readonly RungAction[],
  arrears: Arrears | null,
): readonly MessageToSend[] {
  if (arrears === null) return [];
  return actions.flatMap((action) => LETTER_OF[action.action]?.(loan, action, arrears) ?? []);
}

/** What a loan has nobody or nothing for: guarantors are not on file, so none is told and none is said to be. */
const NONE_OF: Readonly<Partial<Record<LadderAction, NotApplicableBecause>>> = {
  NOTIFY_GUARANTOR: 'NO_GUARANTOR',
};

function done(action: RungAction): SettledAction {
  const why = NONE_OF[action.action];
  return why === undefined ? { ...action, outcome: 'DONE' } : { ...action, outcome: 'NOT_APPLICABLE', why };
}

function isContact({ action }: RungAction): boolean {
  return classOf(action) === 'CONTACT' && NONE_OF[action] === undefined;
}

function isAsked({ action }: RungAction): boolean {
  return TASK_OF[action] !== undefined;
}
