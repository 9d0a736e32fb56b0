import { z } from 'zod';
import { HIT_BASES } from '../../domain/kyc/screening';
import { RISK_GRADES, SCREENING_OUTCOMES } from '../../domain/parameters/kyc';
import { REGISTRY_STATUSES } from '../activities/onboarding';
import { ONBOARDING_STAGES } from '../workflows/onboarding';
import { newPassword } from './accounts';
import { correctionView } from './corrections';
import { consentGiven } from './ownData';
import {
  dayOut,
  id,
  identifier,
  idOut,
  instantOut,
  line,
  localeName,
  openTaskView,
  pageOf,
  paging,
  recordedOut,
  refusalView,
} from './primitives';
import { type Answer, route } from './route';
import { timelineOf } from './timeline';

export const { stage: enterpriseStage, entry: timelineEntry } = timelineOf('Enterprise', ONBOARDING_STAGES);

export const registerEnterpriseBody = z.strictObject({
  institutionCode: line(40),
  name: line(120),
  uscc: identifier(40).meta({
    description: 'Unified social credit code, 18 characters with its check digit',
  }),
  mobile: identifier(40),
  mail: line(254),
  legalPerson: z.strictObject({
    name: line(60),
    residentId: identifier(40).meta({ description: 'Resident identity number, 18 characters' }),
  }),
  bankAccountNo: identifier(60).meta({ description: 'The account that money is paid to and collected from' }),
  password: newPassword,
  locale: localeName.default('zh-CN'),
  consents: z.array(consentGiven).max(10).meta({
    description: 'What is agreed to, of `GET /legal-texts`; PRIVACY_POLICY at least',
  }),
});

export const registeredView = z
  .strictObject({ enterpriseId: idOut, workflowId: z.string() })
  .meta({ id: 'EnterpriseRegistered' });

export const activateBody = z.strictObject({ enterpriseId: id, token: line(200) });

export const activatedView = z
  .strictObject({
    enterpriseId: idOut,
    stage: enterpriseStage,
    wasActivatedBefore: z.boolean().meta({ description: 'The link was used before: nothing has changed' }),
  })
  .meta({ id: 'EnterpriseActivated' });

export const enterpriseSummary = z
  .strictObject({
    id: idOut,
    institutionId: idOut,
    name: z.string(),
    uscc: z.string(),
    stage: enterpriseStage,
    stageSince: instantOut,
    riskGrade: z.enum(RISK_GRADES).meta({ id: 'CustomerRisk' }).nullable(),
    createdAt: recordedOut,
  })
  .meta({ id: 'EnterpriseSummary' });

/** What the registry said, compared with what the enterprise said. */
const registryResult = z
  .strictObject({
    found: z.boolean(),
    inBusiness: z.boolean(),
    nameMatches: z.boolean(),
    legalPersonMatches: z.boolean(),
    establishedOn: dayOut.nullable(),
    company: z
      .strictObject({
        uscc: z.string(),
        name: z.string(),
        status: z.enum(REGISTRY_STATUSES),
        establishedOn: dayOut,
        registeredCapitalFen: z.int(),
        industry: z.string(),
        address: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'RegistryResult' });
export type RegistryResult = Answer<typeof registryResult>;

/** What screening found; the names themselves stay on the lists. */
const screeningResult = z
  .strictObject({
    outcome: z.enum(SCREENING_OUTCOMES),
    listVersion: z.string(),
    hits: z.array(
      z.strictObject({
        listCode: z.string(),
        entryId: z.string(),
        basis: z.enum(HIT_BASES),
        similarity: z.number(),
      }),
    ),
  })
  .meta({ id: 'ScreeningResult' });
export type ScreeningResult = Answer<typeof screeningResult>;

/** What registry and lists said of an enterprise: for staff alone. */
export const enterpriseChecks = z.strictObject({
  registry: registryResult.nullable(),
  screening: screeningResult.nullable(),
});

export const enterpriseView = enterpriseSummary
  .extend({
    refusal: refusalView.nullable(),
    /** Whether the personal data below are masked for this reader. */
    masked: z.boolean(),
    mobile: z.string(),
    mobileConfirmedAt: instantOut
      .nullable()
      .meta({ description: 'When a code that was sent there was typed; null until then' }),
    mail: z.string(),
    legalPerson: z.strictObject({ name: z.string(), residentId: z.string() }),
    bankAccountNo: z.string(),
    locale: localeName,
    checks: enterpriseChecks.nullable().meta({ description: 'Only for staff' }),
    openTask: openTaskView.nullable(),
    corrections: z.array(correctionView).meta({
      description: 'What of the file was to be put right while the enterprise was admitted, the oldest first',
    }),
    timeline: z.array(timelineEntry),
  })
  .meta({ id: 'Enterprise' });

export const enterpriseRoutes = {
  registerEnterprise: route({
    method: 'post',
    path: '/enterprises',
    tag: 'Enterprises',
    summary: 'Register an enterprise with an institution',
    description:
      'Starts `onboarding/{enterpriseId}`; a mail with an activation link follows. The answer is the same where the ' +
      'enterprise is registered with the institution already, or the mail address has an account: then nothing starts, ' +
      'and those whom it is known of are told by mail. Without a mail within some minutes, ask in your enterprise.',
    access: 'public',
    work: true,
    body: registerEnterpriseBody,
    idempotency: 'required',
    status: 201,
    answer: registeredView,
    example: {
      body: {
        institutionCode: 'JIANGNAN',
        name: '杭州青禾食品有限公司',
        uscc: '91330106MA2KJ1XX0R',
        mobile: '13812345678',
        mail: 'finance@qinghe.example',
        legalPerson: { name: '王芳', residentId: '11010519491231002X' },
        bankAccountNo: '6222020200112233445',
        password: 'Green-Grain-2026',
        locale: 'zh-CN',
        consents: [{ purpose: 'PRIVACY_POLICY', version: 1 }],
      },
      answer: {
        enterpriseId: '0198c1f0-0000-7000-8000-0000000000e1',
        workflowId: 'onboarding/0198c1f0-0000-7000-8000-0000000000e1',
      },
    },
    problems: [422],
  }),
  activateEnterprise: route({
    method: 'post',
    path: '/activations',
    tag: 'Enterprises',
    summary: 'Confirm the mail address with the token of the activation link',
    access: 'public',
    body: activateBody,
    idempotency: 'none',
    status: 200,
    mayTakeLonger: true,
    answer: activatedView,
    problems: [409, 422],
  }),
  askForActivation: route({
    method: 'post',
    path: '/activations/requests',
    tag: 'Enterprises',
    summary: 'Ask for the letter with the activation link once more',
    description: 'Answered alike, and after the same time, whether the mail address waits for one or not.',
    access: 'public',
    body: z.strictObject({ email: line(254) }),
    idempotency: 'none',
    status: 204,
    example: { body: { email: 'nobody@nowhere.invalid' } },
    problems: [],
  }),
  listEnterprises: route({
    method: 'get',
    path: '/enterprises',
    tag: 'Enterprises',
    summary: 'Enterprises of the own institution, or the own enterprise',
    access: 'signedIn',
    query: z.strictObject({ ...paging, stage: enterpriseStage.optional(), search: line(120).optional() }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(enterpriseSummary),
    problems: [],
  }),
  getEnterprise: route({
    method: 'get',
    path: '/enterprises/:enterpriseId',
    tag: 'Enterprises',
    summary: 'One enterprise with its checks and its story',
    access: 'signedIn',
    params: z.strictObject({ enterpriseId: id }),
    idempotency: 'none',
    status: 200,
    answer: enterpriseView,
    problems: [404],
  }),
};
