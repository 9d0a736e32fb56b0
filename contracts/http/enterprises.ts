import { z } from 'zod';
import {
  id,
  identifier,
  idOut,
  instantOut,
  jsonObject,
  line,
  openTaskView,
  pageOf,
  paging,
  refusalView,
  timelineEntry,
} from './primitives';
import { route } from './route';

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
  password: z
    .string()
    .max(128)
    .meta({ description: 'At least 12 characters of 3 classes (upper, lower, digit, other)' }),
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
});

export const registeredView = z
  .object({ enterpriseId: idOut, workflowId: z.string() })
  .meta({ id: 'EnterpriseRegistered' });

export const activateBody = z.strictObject({ enterpriseId: id, token: line(200) });

export const activatedView = z
  .object({ enterpriseId: idOut, stage: z.string() })
  .meta({ id: 'EnterpriseActivated' });

export const enterpriseSummary = z
  .object({
    id: idOut,
    institutionId: idOut,
    name: z.string(),
    uscc: z.string(),
    stage: z.string(),
    stageSince: instantOut,
    riskGrade: z.string().nullable(),
    createdAt: instantOut,
  })
  .meta({ id: 'EnterpriseSummary' });

export const enterpriseView = enterpriseSummary
  .extend({
    refusal: refusalView.nullable(),
    /** Whether the personal data below are masked for this reader. */
    masked: z.boolean(),
    mobile: z.string(),
    mail: z.string(),
    legalPerson: z.object({ name: z.string(), residentId: z.string() }),
    bankAccountNo: z.string(),
    locale: z.string(),
    checks: z
      .object({ registry: jsonObject.nullable(), screening: jsonObject.nullable() })
      .nullable()
      .meta({ description: 'Only for staff' }),
    openTask: openTaskView.nullable(),
    timeline: z.array(timelineEntry),
  })
  .meta({ id: 'Enterprise' });

export const enterpriseRoutes = {
  registerEnterprise: route({
    method: 'post',
    path: '/enterprises',
    tag: 'Enterprises',
    summary: 'Register an enterprise with an institution',
    description: 'Starts `onboarding/{enterpriseId}`; a mail with an activation link follows.',
    access: 'public',
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
      },
      answer: {
        enterpriseId: '0198c1f0-0000-7000-8000-0000000000e1',
        workflowId: 'onboarding/0198c1f0-0000-7000-8000-0000000000e1',
      },
    },
    problems: [409, 422],
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
    answer: activatedView,
    problems: [409, 422],
  }),
  listEnterprises: route({
    method: 'get',
    path: '/enterprises',
    tag: 'Enterprises',
    summary: 'Enterprises of the own institution, or the own enterprise',
    access: 'signedIn',
    query: z.strictObject({ ...paging, stage: line(40).optional(), search: line(120).optional() }),
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
