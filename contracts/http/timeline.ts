import { z } from 'zod';
import { REQUEST_ACTIONS, type RequestAction } from '../audit';
import { MESSAGE_CHANNELS, MESSAGE_KINDS, MESSAGE_STATUSES } from '../messages';
import { paymentPurpose, paymentStatus } from './loans';
import { decisionReason, instantOut, personView, taskKind } from './primitives';
import type { Answer } from './route';
import { sittingOutcome } from './sittings';
import { decision } from './tasks';

/** When it was, in business time. */
const at = instantOut;
/** Null when the platform itself acted, or when the reader may not know. */
const by = personView.nullable();

/** What people did over HTTP that is no decision of a task. */
const ACTS = REQUEST_ACTIONS.filter(
  (action): action is Exclude<RequestAction, `task.${string}`> => !action.startsWith('task.'),
);

/** The reader, or somebody, asked for something and it was done. */
export const actEntry = z
  .strictObject({ kind: z.literal('ACT'), at, act: z.enum(ACTS), by })
  .meta({ id: 'ActEntry' });

/** A person took a task, gave it back or gave it to somebody, or let its deadline pass: was reminded, then others were told. */
export const taskEntry = z
  .strictObject({
    kind: z.literal('TASK'),
    at,
    task: taskKind,
    happened: z.enum(['CLAIMED', 'RELEASED', 'GIVEN', 'REMINDED', 'ESCALATED']),
    by,
    from: by.meta({ description: 'Who had the task before; null: nobody, or it did not change hands' }),
    to: by.meta({ description: 'Who has it since' }),
  })
  .meta({ id: 'TaskEntry' });

/** A person decided a task, with the words that were given for it, or a committee did. */
export const decisionEntry = z
  .strictObject({
    kind: z.literal('DECISION'),
    at,
    task: taskKind,
    decision: z.union([decision, sittingOutcome]),
    reason: z.string(),
    reasonCode: decisionReason.nullable(),
    note: z.string().meta({ description: 'Words that stay inside' }),
    by,
  })
  .meta({ id: 'DecisionEntry' });

/** An order at the bank, as it stands. */
export const paymentEntry = z
  .strictObject({
    kind: z.literal('PAYMENT'),
    at,
    paymentId: z.uuid(),
    purpose: paymentPurpose,
    status: paymentStatus,
    amountFen: z.int(),
    code: z.string().nullable(),
  })
  .meta({ id: 'PaymentEntry' });

/** A message to the enterprise, as it stands. */
export const messageEntry = z
  .strictObject({
    kind: z.literal('MESSAGE'),
    at,
    message: z.enum(MESSAGE_KINDS).meta({ id: 'MessageKind' }),
    channel: z.enum(MESSAGE_CHANNELS),
    status: z.enum(MESSAGE_STATUSES),
  })
  .meta({ id: 'MessageEntry' });

/**
 * The story of a case whose stages are known: what its people are told, each in a shape of its own. What was tried
 * and refused is in the audit trail alone.
 * @param name of its case, for the description of the API
 */
export function timelineOf<const Stage extends string>(name: string, stages: readonly Stage[]) {
  const stage = z.enum(stages).meta({ id: `${name}Stage` });
  const stageEntry = z
    .strictObject({ kind: z.literal('STAGE'), at, from: stage.nullable(), to: stage, by })
    .meta({ id: `${name}StageEntry` });
  const entries = [stageEntry, actEntry, taskEntry, decisionEntry, paymentEntry, messageEntry] as const;
  return { stage, entry: z.discriminatedUnion('kind', entries).meta({ id: `${name}TimelineEntry` }) };
}

/** One entry of the story of a case with such stages. */
export type TimelineEntry<Stage extends string> = Answer<ReturnType<typeof timelineOf<Stage>>['entry']>;
