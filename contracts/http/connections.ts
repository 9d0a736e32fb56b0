import { z } from 'zod';
import { id, idOut, line, recordedOut } from './primitives';
import { route } from './route';

export const CONNECTION_KINDS = ['CONTROL', 'INSTITUTION', 'PERSON'] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

const kind = z.enum(CONNECTION_KINDS).meta({
  id: 'ConnectionKind',
  description:
    'Another enterprise that controls it or that it controls; the institution itself, as a related party or ' +
    'shareholder; one of the institution’s people',
});

export const connectionView = z
  .strictObject({
    id: idOut,
    enterpriseId: idOut,
    kind,
    otherEnterpriseId: idOut.nullable(),
    userId: z.string().nullable(),
    reason: z.string(),
    recordedBy: z.string(),
    recordedAt: recordedOut,
    endedBy: z.string().nullable(),
    endedAt: recordedOut.nullable(),
    endReason: z.string().nullable(),
  })
  .meta({ id: 'Connection' });

const enterpriseParams = z.strictObject({ enterpriseId: id });

export const connectionRoutes = {
  recordConnection: route({
    method: 'post',
    path: '/enterprises/:enterpriseId/connections',
    tag: 'Enterprises',
    summary:
      'Say who is connected with an enterprise: counts at once, for every approval that is asked for later',
    description:
      'The exposure of all that are connected by control decides who must approve; a related party of the ' +
      'institution goes one level up; a connected person takes no part in its cases.',
    access: 'signedIn',
    params: enterpriseParams,
    body: z.strictObject({
      kind,
      otherEnterpriseId: id.optional().meta({ description: 'Needed for CONTROL' }),
      userId: line(80).optional().meta({ description: 'Needed for PERSON' }),
      reason: line(500).meta({ description: 'Where it is known from' }),
    }),
    idempotency: 'required',
    status: 201,
    answer: connectionView,
    example: {
      body: { kind: 'INSTITUTION', reason: 'Holds 6 % of the institution (register of 2026-03-01)' },
    },
    problems: [403, 404, 422],
  }),
  listConnections: route({
    method: 'get',
    path: '/enterprises/:enterpriseId/connections',
    tag: 'Enterprises',
    summary: 'Who is and was connected with an enterprise',
    access: 'signedIn',
    params: enterpriseParams,
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(connectionView) }),
    problems: [403, 404],
  }),
  endConnection: route({
    method: 'post',
    path: '/connections/:connectionId/end',
    tag: 'Enterprises',
    summary: 'Say that a connection is over: another person than who recorded it',
    access: 'signedIn',
    params: z.strictObject({ connectionId: id }),
    body: z.strictObject({ reason: line(500) }),
    idempotency: 'optional',
    status: 200,
    answer: connectionView,
    example: { body: { reason: 'The shares were sold' } },
    problems: [403, 404, 409],
  }),
};
