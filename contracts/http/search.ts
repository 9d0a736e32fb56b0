import { z } from 'zod';
import { TASK_STATUSES } from '../tasks';
import { applicationStage } from './applications';
import { enterpriseStage } from './enterprises';
import { loanStatus, paymentPurpose, paymentStatus } from './loans';
import { dayOut, fenAmount, idOut, instantOut, line, role, taskKind } from './primitives';
import { type Answer, route } from './route';

const title = z.string().meta({ description: 'What people know it by: mostly the name of an enterprise' });

const enterpriseHit = z
  .strictObject({ kind: z.literal('ENTERPRISE'), id: idOut, title, uscc: z.string(), stage: enterpriseStage })
  .meta({ id: 'EnterpriseHit' });
const applicationHit = z
  .strictObject({
    kind: z.literal('APPLICATION'),
    id: idOut,
    title,
    stage: applicationStage,
    amountFen: fenAmount,
  })
  .meta({ id: 'ApplicationHit' });
const loanHit = z
  .strictObject({
    kind: z.literal('LOAN'),
    id: idOut,
    title,
    status: loanStatus,
    principalFen: fenAmount,
    principalOutstandingFen: fenAmount,
  })
  .meta({ id: 'LoanHit' });
const taskHit = z
  .strictObject({
    kind: z.literal('TASK'),
    id: idOut,
    title,
    task: taskKind,
    status: z.enum(TASK_STATUSES),
    dueAt: instantOut,
  })
  .meta({ id: 'TaskHit' });
const paymentHit = z
  .strictObject({
    kind: z.literal('PAYMENT'),
    id: idOut,
    title,
    purpose: paymentPurpose,
    status: paymentStatus,
    amountFen: fenAmount,
    valueDate: dayOut,
  })
  .meta({ id: 'PaymentHit' });
const personHit = z
  .strictObject({ kind: z.literal('PERSON'), id: z.string(), title, roles: z.array(role) })
  .meta({ id: 'PersonHit' });

export const searchHit = z
  .discriminatedUnion('kind', [enterpriseHit, applicationHit, loanHit, taskHit, paymentHit, personHit])
  .meta({ id: 'SearchHit' });
export type SearchHit = Answer<typeof searchHit>;

export const searchRoutes = {
  search: route({
    method: 'get',
    path: '/search',
    tag: 'Own desk',
    summary: 'Find what one may see by a part of a name, a code, an id or an amount',
    description:
      'A part of the name of an enterprise, the beginning of a USCC, of an id (6 characters at least) or of a reference ' +
      'of the bank, or an amount (`300000`, `300,000.00`, `30万`). People of the institution are found by those who ' +
      'look after them. A few of each kind; where there are more, more words find fewer.',
    access: 'signedIn',
    query: z.strictObject({ q: line(120) }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(searchHit) }).meta({ id: 'SearchHits' }),
    example: {
      answer: {
        items: [
          {
            kind: 'LOAN',
            id: '0198c1f0-0000-7000-8000-0000000000c1',
            title: '杭州青禾食品有限公司',
            status: 'REPAYING',
            principalFen: 30_000_000,
            principalOutstandingFen: 25_000_000,
          },
        ],
      },
    },
    problems: [403, 422],
  }),
};
