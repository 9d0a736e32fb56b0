import { z } from 'zod';
import { applicationStage } from './applications';
import { enterpriseStage } from './enterprises';
import { owedFee } from './fees';
import { dayOut, fenAmount, idOut, instantOut, refusalView } from './primitives';
import { type Answer, route } from './route';

const text = z.string().meta({ description: 'In the language of the reader' });
const about = { applicationId: idOut };

/** What has come due on a loan and is not covered by what was paid ahead. */
const payNow = z
  .strictObject({
    kind: z.literal('PAY_NOW'),
    text,
    loanId: idOut,
    amountFen: fenAmount,
    dueDate: dayOut.meta({ description: 'Of the oldest part of it' }),
    daysPastDue: z.int(),
    failedDebit: z
      .strictObject({ paymentId: idOut, code: z.string().nullable(), at: instantOut.nullable() })
      .nullable()
      .meta({ description: 'The last debit, where the bank declined it' }),
  })
  .meta({ id: 'PayNowStep' });

const supplyInformation = z
  .strictObject({ kind: z.literal('SUPPLY_INFORMATION'), text, ...about, since: instantOut })
  .meta({ id: 'SupplyInformationStep' });

/** Parts of the file are to be put right, before the enterprise is admitted. */
const correctFile = z
  .strictObject({ kind: z.literal('CORRECT_FILE'), text, until: instantOut.nullable() })
  .meta({ id: 'CorrectFileStep' });

const answerOffer = z
  .strictObject({
    kind: z.literal('ANSWER_OFFER'),
    text,
    ...about,
    amountFen: fenAmount,
    until: instantOut.nullable(),
  })
  .meta({ id: 'AnswerOfferStep' });

const payInstalment = z
  .strictObject({
    kind: z.literal('PAY_INSTALMENT'),
    text,
    loanId: idOut,
    number: z.int(),
    amountFen: fenAmount,
    dueDate: dayOut.meta({ description: 'Paid by then is paid in time' }),
  })
  .meta({ id: 'PayInstalmentStep' });

/** A charge was invoiced and is not paid. */
const payFee = owedFee.extend({ kind: z.literal('PAY_FEE'), text }).meta({ id: 'PayFeeStep' });

const appeal = z
  .strictObject({
    kind: z.literal('APPEAL'),
    text,
    ...about,
    refusal: refusalView.nullable(),
    until: dayOut.meta({ description: 'The last day' }),
  })
  .meta({ id: 'AppealStep' });

const waitForAppeal = z
  .strictObject({ kind: z.literal('WAIT_FOR_APPEAL'), text, ...about, until: instantOut })
  .meta({ id: 'WaitForAppealStep' });

const waitForDecision = z
  .strictObject({
    kind: z.literal('WAIT_FOR_DECISION'),
    text,
    ...about,
    stage: applicationStage,
    since: instantOut,
  })
  .meta({ id: 'WaitForDecisionStep' });

const waitForRegistration = z
  .strictObject({
    kind: z.literal('WAIT_FOR_REGISTRATION'),
    text,
    stage: enterpriseStage,
    since: instantOut,
  })
  .meta({ id: 'WaitForRegistrationStep' });

const registrationEnded = z
  .strictObject({
    kind: z.literal('REGISTRATION_ENDED'),
    text,
    stage: enterpriseStage,
    refusal: refusalView.nullable(),
  })
  .meta({ id: 'RegistrationEndedStep' });

const apply = z.strictObject({ kind: z.literal('APPLY'), text }).meta({ id: 'ApplyStep' });

export const homeStep = z
  .discriminatedUnion('kind', [
    payNow,
    supplyInformation,
    correctFile,
    answerOffer,
    payInstalment,
    payFee,
    appeal,
    waitForAppeal,
    waitForDecision,
    waitForRegistration,
    registrationEnded,
    apply,
  ])
  .meta({ id: 'HomeStep', description: 'What somebody can do, or waits for' });
export type HomeStep = Answer<typeof homeStep>;

const trackerOf = <const Kind extends string, const Stage extends string>(
  kind: Kind,
  stage: z.ZodEnum<{ [Name in Stage]: Name }>,
  name: string,
) =>
  z
    .strictObject({
      kind: z.literal(kind),
      caseId: idOut,
      stages: z.array(
        z.strictObject({
          stage,
          state: z.enum(['DONE', 'NOW', 'TO_COME']),
          enteredAt: instantOut.nullable(),
          usualHours: z
            .number()
            .nullable()
            .meta({ description: 'Half of the cases of late were in it for so long at most; business time' }),
        }),
      ),
    })
    .meta({ id: name });

export const tracker = z
  .discriminatedUnion('kind', [
    trackerOf('ONBOARDING', enterpriseStage, 'OnboardingTracker'),
    trackerOf('APPLICATION', applicationStage, 'ApplicationTracker'),
  ])
  .meta({ id: 'Tracker' });
export type Tracker = Answer<typeof tracker>;

export const homeView = z
  .strictObject({
    asOf: instantOut.meta({ description: 'Business time' }),
    enterprise: z.strictObject({ id: idOut, name: z.string(), stage: enterpriseStage }),
    steps: z.array(homeStep).meta({ description: 'The most urgent first' }),
    tracker: tracker.nullable().meta({ description: 'Of the case that is under way' }),
    unread: z.int().meta({ description: 'Messages that are not read' }),
  })
  .meta({ id: 'Home' });

const applicationId = '0198c1f0-0000-7000-8000-0000000000b1';

export const homeRoutes = {
  getHome: route({
    method: 'get',
    path: '/home',
    tag: 'Own desk',
    summary: 'What comes next, by when and how much, for people of an enterprise',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: homeView,
    example: {
      answer: {
        asOf: '2026-11-24T02:00:00.000Z',
        enterprise: {
          id: '0198c1f0-0000-7000-8000-0000000000e1',
          name: '杭州青禾食品有限公司',
          stage: 'ACTIVE',
        },
        steps: [
          {
            kind: 'ANSWER_OFFER',
            text: 'Accept or decline the offer',
            applicationId,
            amountFen: 30_000_000,
            until: '2026-12-01T02:00:00.000Z',
          },
        ],
        tracker: null,
        unread: 0,
      },
    },
    problems: [403],
  }),
};
