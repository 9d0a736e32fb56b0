import { z } from 'zod';
import { BALLOTS, SITTING_OUTCOMES } from '../../domain/approval/committee';
import { caseType, id, idOut, instantOut, personView, prose, recordedOut } from './primitives';
import { route } from './route';
import { seenFacts } from './tasks';

export const ballot = z.enum(BALLOTS).meta({ id: 'Ballot' });

/** What a committee has decided. */
export const sittingOutcome = z.enum(SITTING_OUTCOMES).meta({ id: 'SittingOutcome' });

const tallied = {
  outcome: sittingOutcome.describe('If it ended now'),
  ...{ yes: z.int(), no: z.int(), abstain: z.int() },
  closed: z.boolean().meta({ description: 'Nothing more can change' }),
};

/** Where a sitting stands after an act. */
export const sittingState = z.strictObject({ taskId: idOut, ...tallied }).meta({ id: 'SittingState' });

const cast = z.strictObject({
  ballot: z.enum([...BALLOTS, 'RECUSE']),
  reason: z.string(),
  at: recordedOut,
  deputy: personView.nullable().meta({ description: 'Who said it in the place of whoever sits there' }),
});

/** The minutes of a committee: made from its votes. */
export const sittingView = z
  .strictObject({
    taskId: idOut,
    caseType,
    caseId: z.string(),
    caseTitle: z.string(),
    openedAt: instantOut,
    deadline: instantOut,
    quorum: z.int(),
    majority: z.string().meta({ description: 'Of yes and no: 2/3' }),
    seats: z.array(
      z.strictObject({
        person: personView,
        isChair: z.boolean(),
        conflict: z
          .enum(['CONNECTED', 'MAKER'])
          .nullable()
          .meta({ description: 'Connected with the borrower, or worked on the case: has no vote' }),
        cast: cast.nullable(),
      }),
    ),
    ...tallied,
    minutes: z.string().meta({ description: "The record in the reader's language" }),
  })
  .meta({ id: 'Sitting' });

const taskParams = z.strictObject({ taskId: id });

export const sittingRoutes = {
  voteOnTask: route({
    method: 'post',
    path: '/tasks/:taskId/votes',
    tag: 'Tasks',
    summary: 'Vote as a member of the committee; its chair vetoes, or gives the veto up',
    description:
      'Who sits is fixed when the committee is asked. A vote is final, and needs a second factor that was proved lately. ' +
      'With `caseVersion` a vote on facts that others changed since is refused with the differences.',
    access: 'signedIn',
    params: taskParams,
    body: z.strictObject({
      ...seenFacts,
      ballot,
      reason: prose(1000).default('').meta({ description: 'For the minutes; needed for NO and VETO' }),
    }),
    idempotency: 'optional',
    mayTakeLonger: true,
    status: 200,
    answer: sittingState,
    example: { body: { ballot: 'YES' } },
    problems: [403, 404, 409, 422],
  }),
  recuseFromTask: route({
    method: 'post',
    path: '/tasks/:taskId/recusal',
    tag: 'Tasks',
    summary: 'Step back from a case because of a conflict of interest',
    access: 'signedIn',
    params: taskParams,
    body: z.strictObject({ reason: prose(1000) }),
    idempotency: 'optional',
    mayTakeLonger: true,
    status: 200,
    answer: sittingState,
    example: { body: { reason: 'My brother works for the applicant' } },
    problems: [403, 404, 409, 422],
  }),
  getSitting: route({
    method: 'get',
    path: '/tasks/:taskId/sitting',
    tag: 'Tasks',
    summary: 'The committee on a case and its minutes: who sat, who voted what, what came of it',
    access: 'signedIn',
    params: taskParams,
    idempotency: 'none',
    status: 200,
    answer: sittingView,
    problems: [403, 404],
  }),
};
