import { z } from 'zod';
import { institutionView } from './people';
import { id, idOut, instantOut, line, pageOf, paging, personView } from './primitives';
import { route } from './route';

const MINUTES_A_DAY = 1_440;

/** A look of the platform's operator into one institution. */
export const emergencyAccessView = z
  .strictObject({
    id: idOut,
    operator: personView,
    institution: institutionView,
    reason: z.string(),
    createdAt: instantOut,
    endsAt: instantOut.meta({ description: 'Ends by itself then; real time' }),
  })
  .meta({ id: 'EmergencyAccess' });

const example = {
  id: '0198c1f0-0000-7000-8000-00000000e001',
  operator: { id: '0198c1f0-0000-7000-8000-00000000e002', name: 'Shen Operator' },
  institution: {
    id: '0198c1f0-0000-7000-8000-000000000001',
    code: 'JIANGNAN',
    nameZh: '江南小额贷款有限公司',
    nameEn: 'Jiangnan Microcredit',
  },
  reason: 'Payments of Jiangnan are stuck, ticket 4711, asked for by its admin',
  createdAt: '2026-11-24T09:00:00.000Z',
  endsAt: '2026-11-24T10:00:00.000Z',
};

export const emergencyRoutes = {
  openEmergencyAccess: route({
    method: 'post',
    path: '/emergency-accesses',
    tag: 'Operations',
    summary: 'Look into one institution in an emergency: reads as its admin reads, and decides nothing',
    description:
      "The institution's audit trail says who, why and until when, and what was looked at. A look into another " +
      'institution ends.',
    access: 'signedIn',
    body: z.strictObject({
      institutionId: id,
      reason: line(500).meta({ description: 'Shown to the institution' }),
      minutes: z
        .int()
        .min(1)
        .max(MINUTES_A_DAY)
        .meta({ description: 'Real minutes until it ends by itself' }),
    }),
    idempotency: 'required',
    status: 201,
    answer: emergencyAccessView,
    example: {
      body: { institutionId: example.institution.id, reason: example.reason, minutes: 60 },
      answer: example,
    },
    problems: [403, 404],
  }),
  listEmergencyAccesses: route({
    method: 'get',
    path: '/emergency-accesses',
    tag: 'Operations',
    summary: "The operator's looks into institutions: the own ones, or those into the reader's institution",
    access: 'signedIn',
    query: z.strictObject(paging),
    idempotency: 'none',
    status: 200,
    answer: pageOf(emergencyAccessView),
    problems: [403],
  }),
  endEmergencyAccess: route({
    method: 'post',
    path: '/emergency-accesses/:accessId/end',
    tag: 'Operations',
    summary: 'End the look before its time',
    access: 'signedIn',
    params: z.strictObject({ accessId: id }),
    idempotency: 'none',
    status: 204,
    problems: [403, 404],
  }),
};
