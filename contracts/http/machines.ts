import { z } from 'zod';
import { MACHINE_SCOPES } from '../../domain/machines/scopes';
import { id, idOut, instantOut, line, pageOf, paging } from './primitives';
import { route } from './route';

const scope = z.enum(MACHINE_SCOPES).meta({ id: 'MachineScope' });

const secretView = z
  .strictObject({
    id: idOut,
    createdAt: instantOut,
    endsAt: instantOut.meta({ description: 'Opens the machine until then' }),
    usedAt: instantOut.nullable(),
  })
  .meta({ id: 'MachineSecret' });

export const machineView = z
  .strictObject({
    id: idOut.meta({ description: 'The `client_id`' }),
    name: z.string(),
    scopes: z.array(scope),
    createdBy: z.string(),
    createdAt: instantOut,
    endedAt: instantOut.nullable(),
    secrets: z.array(secretView).meta({ description: 'Those that open it, oldest first' }),
  })
  .meta({ id: 'Machine' });

const opened = z
  .strictObject({
    machine: machineView,
    secret: z.string().meta({ description: 'The `client_secret`: shown this once' }),
  })
  .meta({ id: 'MachineOpened' });

const machineId = z.strictObject({ machineId: id });

const publicKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: idOut,
  alg: z.literal('ES256'),
  use: z.literal('sig'),
});

/** Machines of an institution, and their tokens (RFC 6749, 4.4). */
export const machineRoutes = {
  listMachines: route({
    method: 'get',
    path: '/machines',
    tag: 'Machines',
    summary: 'The machines of the own institution, newest first',
    access: 'signedIn',
    query: z.strictObject(paging),
    idempotency: 'none',
    status: 200,
    answer: pageOf(machineView),
    problems: [403],
  }),
  addMachine: route({
    method: 'post',
    path: '/machines',
    tag: 'Machines',
    summary: 'Let a program read for the institution: what its scopes name, and nothing else',
    description:
      'What moves money or decides has no scope: it is for people. Personal data are masked. The secret is shown this ' +
      'once; if the answer got lost, give the machine another one.',
    access: 'signedIn',
    body: z.strictObject({ name: line(60), scopes: z.array(scope).min(1).max(MACHINE_SCOPES.length) }),
    idempotency: 'none',
    status: 201,
    answer: opened,
    example: { body: { name: 'Ledger export', scopes: ['books:read'] } },
    problems: [403, 409],
  }),
  renewMachineSecret: route({
    method: 'post',
    path: '/machines/:machineId/secrets',
    tag: 'Machines',
    summary: 'Another secret; the one of before goes on for some days, or ends at once',
    access: 'signedIn',
    params: machineId,
    body: z.strictObject({
      endsOthers: z
        .boolean()
        .default(false)
        .meta({ description: 'True where the one of before may be known to somebody: it ends at once' }),
    }),
    idempotency: 'none',
    status: 201,
    answer: opened,
    example: { body: {} },
    problems: [403, 404, 409],
  }),
  endMachine: route({
    method: 'post',
    path: '/machines/:machineId/end',
    tag: 'Machines',
    summary: 'End a machine, its secrets and its tokens, at once and for good',
    access: 'signedIn',
    params: machineId,
    idempotency: 'none',
    status: 204,
    problems: [403, 404, 409],
  }),
  getToken: route({
    method: 'post',
    path: '/oauth/token',
    tag: 'Machines',
    summary: 'A token for some minutes, for a machine that shows its id and secret (RFC 6749, 4.4)',
    description:
      'Id and secret by HTTP Basic, or in the form. The token is a JWT (RFC 9068) that the keys of `/oauth/keys` verify.',
    access: 'public',
    form: true,
    body: z.strictObject({
      grant_type: z.literal('client_credentials'),
      scope: z
        .string()
        .max(200)
        .optional()
        .meta({ description: 'With blanks between; all that it has without it' }),
      client_id: id.optional(),
      client_secret: z.string().max(100).optional(),
    }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({
      access_token: z.string(),
      token_type: z.literal('Bearer'),
      expires_in: z.int().meta({ description: 'Seconds' }),
      scope: z.string(),
    }),
    example: { body: { grant_type: 'client_credentials', scope: 'loans:read' } },
    problems: [401, 415],
  }),
  listTokenKeys: route({
    method: 'get',
    path: '/oauth/keys',
    tag: 'Machines',
    summary: 'The keys that verify tokens (JWKS, RFC 7517)',
    access: 'public',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ keys: z.array(publicKey) }),
    problems: [],
  }),
};
