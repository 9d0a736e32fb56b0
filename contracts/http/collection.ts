import { z } from 'zod';
import { LADDER_ACTIONS } from '../../domain/parameters/collection';
import {
  ASKED_HOLDS,
  CONTACT_OUTCOMES,
  CONTACT_PARTIES,
  CONTACT_WAYS,
  HOLD_STATUSES,
  LADDER_STAGES,
  NOT_APPLICABLE_BECAUSE,
  PROMISE_STATUSES,
  REACHED_BY,
} from '../collection';
import {
  bilingual,
  day,
  dayOut,
  fenAmount,
  id,
  idOut,
  instant,
  instantOut,
  pageOf,
  paging,
  positiveFen,
  prose,
  recordedOut,
} from './primitives';
import { refusalCode } from './problem';
import { route } from './route';

const ladderStage = z.enum(LADDER_STAGES).meta({ id: 'LadderStage' });
const ladderAction = z.enum(LADDER_ACTIONS).meta({ id: 'LadderAction' });
const holdKind = z.enum(ASKED_HOLDS).meta({ id: 'HoldKind' });

export const promiseView = z
  .strictObject({
    id: idOut,
    amountFen: fenAmount,
    byDate: dayOut.meta({ description: 'The last day, included' }),
    madeAt: instantOut,
    madeBy: z
      .string()
      .nullable()
      .meta({ description: 'Of staff; null where the borrower made it, and for the borrower’s own eyes' }),
    status: z.enum(PROMISE_STATUSES).meta({ id: 'PromiseStatus' }),
    endedAt: instantOut.nullable(),
  })
  .meta({ id: 'PromiseToPay' });

export const holdView = z
  .strictObject({
    id: idOut,
    kind: holdKind,
    from: dayOut,
    until: dayOut.meta({ description: 'The last day, included' }),
    reason: z.string(),
    status: z.enum(HOLD_STATUSES).meta({ id: 'HoldStatus' }),
    askedBy: z.string().nullable(),
    decidedAt: instantOut.nullable(),
    decisionReason: z.string(),
    createdAt: recordedOut,
  })
  .meta({ id: 'CollectionHold' });

export const contactView = z
  .strictObject({
    id: idOut,
    channel: z.enum(CONTACT_WAYS).meta({ id: 'ContactWay' }),
    party: z.enum(CONTACT_PARTIES).meta({ id: 'ContactParty' }),
    outcome: z.enum(CONTACT_OUTCOMES).meta({ id: 'ContactOutcome' }),
    at: instantOut,
    by: z.string(),
    taskId: idOut.nullable(),
    note: z.string(),
  })
  .meta({ id: 'CollectionContact' });

/** How grave the house finds it; the borrower reads what was done and what comes. */
const FOR_STAFF = 'For staff';

const UNPAID_LATE =
  'All that is unpaid after its collection date: principal, interest, fees, penalty, compound interest';

/** What is done on a day, or will be as far as is known today. */
const calendarEntry = z
  .strictObject({
    on: dayOut,
    day: z.int().meta({ description: 'Names the rung: days past due; not positive before the due date' }),
    instalment: z.int().nullable().meta({ description: 'Of what comes before a due date' }),
    stage: ladderStage.nullable().exactOptional().meta({ description: FOR_STAFF }),
    actions: z.array(ladderAction),
    text: bilingual,
  })
  .meta({ id: 'CollectionCalendarEntry' });

export const collectionView = z
  .strictObject({
    loanId: idOut,
    enterpriseId: idOut,
    enterpriseName: z.string(),
    asOf: dayOut,
    episode: z.int().nullable().meta({ description: 'Number of the default that is open; null: none is' }),
    stage: ladderStage.nullable().exactOptional().meta({ description: FOR_STAFF }),
    daysPastDue: z.int(),
    anchorDate: dayOut.nullable().meta({ description: 'Due date of the oldest unpaid instalment' }),
    overdueFen: fenAmount.meta({ description: UNPAID_LATE }),
    episodes: z.array(
      z.strictObject({
        number: z.int(),
        openedOn: dayOut,
        curedAt: instantOut.nullable(),
        stage: ladderStage.exactOptional().meta({ description: FOR_STAFF }),
      }),
    ),
    past: z
      .array(
        calendarEntry.extend({
          episode: z.int(),
          done: z.array(ladderAction),
          notApplicable: z
            .array(z.strictObject({ action: ladderAction, why: z.enum(NOT_APPLICABLE_BECAUSE) }))
            .meta({ description: 'For staff: what the loan has nobody or nothing for, and why' }),
        }),
      )
      .meta({ description: 'Rungs that were reached and what of them was done' }),
    next: z
      .array(calendarEntry)
      .meta({ description: 'What comes and when, if nothing is paid meanwhile; nearest first' }),
    promises: z.array(promiseView),
    holds: z.array(holdView),
    contacts: z.array(contactView).meta({ description: 'For staff; the borrower gets none' }),
    mayPromise: refusalCode.nullable().meta({ description: 'Why no promise is taken now; null: one is' }),
    promiseDays: z.int().meta({ description: 'A promise lasts so many days at most' }),
    leastPromiseFen: fenAmount.meta({ description: 'A promise is of so much at least' }),
    holdDays: z.int().meta({ description: 'A hold that is asked for today ends within so many days' }),
    isContactHeld: z.boolean().meta({ description: 'Nobody is to talk to the debtor today' }),
    awaitsDebit: z
      .boolean()
      .exactOptional()
      .meta({
        description: `Contact or legal steps wait until the bank has said what became of a debit; ${FOR_STAFF}`,
      }),
    callsLeftToday: z.int().meta({ description: 'Over all loans of the debtor' }),
  })
  .meta({ id: 'CollectionCalendar' });

export const collectionItem = z
  .strictObject({
    loanId: idOut,
    enterpriseId: idOut,
    enterpriseName: z.string(),
    episode: z.int(),
    stage: ladderStage,
    stageSince: instantOut,
    daysPastDue: z.int(),
    overdueFen: fenAmount.meta({ description: UNPAID_LATE }),
    principalOutstandingFen: fenAmount,
    anchorDate: dayOut.nullable(),
    nextAt: instantOut.nullable().meta({ description: 'When the ladder is looked at next by itself' }),
    promise: z.strictObject({ amountFen: fenAmount, byDate: dayOut }).nullable(),
    broken: z.int().meta({ description: 'Promises of this default that were broken' }),
    hold: holdKind.nullable().meta({ description: 'What holds it today' }),
    lastContact: z
      .strictObject({ by: z.enum(REACHED_BY).meta({ id: 'ReachedBy' }), at: instantOut })
      .nullable()
      .meta({
        description: 'What was last said or tried, or sent to the debtor, in this default; null: nothing was',
      }),
    openTasks: z.int(),
  })
  .meta({ id: 'CollectionItem' });

const loanParams = z.strictObject({ loanId: id });

export const collectionRoutes = {
  getCollection: route({
    method: 'get',
    path: '/loans/:loanId/collection',
    tag: 'Collection',
    summary: 'The calendar of a loan: what was done about what is overdue, and what comes next and when',
    description:
      'The borrower reads the same days, in words of its own, without the work of the house and what staff wrote for themselves.',
    access: 'signedIn',
    params: loanParams,
    idempotency: 'none',
    status: 200,
    answer: collectionView,
    problems: [403, 404],
  }),
  listCollections: route({
    method: 'get',
    path: '/collections',
    tag: 'Collection',
    summary:
      'The collectors’ worklist: loans of the own institution that are overdue, longest in their stage first',
    access: 'signedIn',
    query: z.strictObject({
      ...paging,
      stage: ladderStage.optional(),
      promise: z
        .enum(['OPEN', 'BROKEN'])
        .optional()
        .meta({ description: 'Only with an open promise, or with one that was broken' }),
      held: z.enum(['true', 'false']).optional(),
    }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(collectionItem),
    problems: [403],
  }),
  promise: route({
    method: 'post',
    path: '/loans/:loanId/promises',
    tag: 'Collection',
    summary: 'Promise to pay an amount by a day: the borrower, or staff who talked to the borrower',
    description:
      'While it is open nobody calls or writes. Kept once the amount has come; broken when its last day is over. ' +
      'Refused: NOTHING_OVERDUE, PROMISE_ALREADY_OPEN, PROMISE_TOO_LONG, PROMISE_LIMIT, PROMISE_TOO_SMALL.',
    access: 'signedIn',
    params: loanParams,
    body: z.strictObject({ amountFen: positiveFen, byDate: day }),
    idempotency: 'required',
    status: 201,
    mayTakeLonger: true,
    answer: z.strictObject({ loanId: idOut, promiseId: idOut }).meta({ id: 'PromiseMade' }),
    example: { body: { amountFen: 300_000, byDate: '2026-03-18' } },
    problems: [403, 404, 409, 422],
  }),
  askForHold: route({
    method: 'post',
    path: '/loans/:loanId/collection/holds',
    tag: 'Collection',
    summary: 'Ask that collection be held: for hardship the borrower, for another reason somebody of risk',
    description: 'Somebody else of risk decides, by a task. Days past due go on counting.',
    access: 'signedIn',
    params: loanParams,
    body: z
      .strictObject({
        kind: holdKind,
        from: day,
        until: day.meta({ description: 'The last day, included: another hold renews it' }),
        reason: prose(1000).pipe(z.string().min(1)),
      })
      .refine(({ from, until }) => until >= from, {
        path: ['until'],
        params: { code: 'DATE_OUT_OF_RANGE' },
      }),
    idempotency: 'required',
    status: 201,
    answer: holdView,
    example: {
      body: {
        kind: 'HARDSHIP',
        from: '2026-03-12',
        until: '2026-04-12',
        reason: 'The flood closed our works',
      },
    },
    problems: [403, 404, 409, 422],
  }),
  recordContact: route({
    method: 'post',
    path: '/loans/:loanId/contacts',
    tag: 'Collection',
    summary: 'Record a call or a visit that no task asked for',
    description:
      'Refused: at night, beyond the calls of a day over all loans of the debtor, and with third parties unless the ' +
      'debtor can’t be reached.',
    access: 'signedIn',
    params: loanParams,
    body: z.strictObject({
      channel: z.enum(CONTACT_WAYS),
      party: z.enum(CONTACT_PARTIES).default('DEBTOR'),
      outcome: z.enum(CONTACT_OUTCOMES),
      at: instant,
      note: prose(1000).default(''),
    }),
    idempotency: 'required',
    status: 201,
    answer: contactView,
    example: {
      body: {
        channel: 'PHONE',
        outcome: 'REACHED',
        at: '2026-03-12T10:00:00+08:00',
        note: 'Will pay next week',
      },
    },
    problems: [403, 404, 409, 422],
  }),
};
