import { z } from 'zod';
import { newPassword } from './accounts';
import { enterpriseStage, registerEnterpriseBody, registeredView } from './enterprises';
import { consentGiven } from './ownData';
import { institutionView, signedInView } from './people';
import { id, idOut, instantOut, line } from './primitives';
import { route } from './route';

/**
 * For which enterprise a request is meant, where a browser has several tabs: one that is meant for another than the
 * session acts for by then is refused (ACTS_FOR_ANOTHER).
 */
export const ACTING_FOR_HEADER = 'Acting-For';

const token = z.string().regex(/^[0-9a-f]{64}$/);

const ownEnterprise = z
  .strictObject({
    id: idOut,
    name: z.string(),
    uscc: z.string(),
    stage: enterpriseStage,
    institution: institutionView,
    isCurrent: z.boolean().meta({ description: 'This session acts for it' }),
  })
  .meta({ id: 'OwnEnterprise' });

const people = z
  .strictObject({
    items: z.array(
      z.strictObject({
        userId: z.string(),
        name: z.string(),
        mail: z.string().nullable().meta({ description: 'Null of whoever is held' }),
        isHeld: z.boolean().meta({
          description:
            'Does not act for it until its institution agrees: the account was recovered elsewhere',
        }),
        since: instantOut,
        isMe: z.boolean(),
        mayRemove: z.boolean().meta({ description: 'Came after the caller' }),
      }),
    ),
    invitations: z
      .array(z.strictObject({ id: idOut, name: z.string(), mail: z.string(), expiresAt: instantOut }))
      .meta({ description: 'That are not accepted yet' }),
  })
  .meta({ id: 'PeopleOfEnterprise' });

const { mail: _mail, password: _password, ...further } = registerEnterpriseBody.shape;

const consents = z.array(consentGiven).max(10);

/** The enterprises of one person, and the people of one enterprise. */
export const ownEnterpriseRoutes = {
  listOwnEnterprises: route({
    method: 'get',
    path: '/me/enterprises',
    tag: 'Own enterprises',
    summary:
      'The enterprises that the caller may act for: one row for each institution that an enterprise is known to',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(ownEnterprise) }),
    problems: [403],
  }),
  actForEnterprise: route({
    method: 'post',
    path: '/me/enterprise',
    tag: 'Own enterprises',
    summary: 'Act for another one of the own enterprises from now on',
    description:
      'The session sees and does what is of this enterprise, and nothing of the others. It has another token than ' +
      'before, by the way that the request came: cookie or bearer.',
    access: 'signedIn',
    body: z.strictObject({ enterpriseId: id }),
    idempotency: 'none',
    status: 200,
    answer: signedInView,
    example: { body: { enterpriseId: '0198c1f0-0000-7000-8000-0000000000e1' } },
    problems: [403, 404],
  }),
  registerOwnEnterprise: route({
    method: 'post',
    path: '/me/enterprises',
    tag: 'Own enterprises',
    summary: 'Register a further enterprise, with the own account',
    description:
      'As `POST /enterprises`, and answered alike where it is registered already. The link goes to the mail address of ' +
      'the account; the enterprise is among the own ones once it was opened.',
    access: 'signedIn',
    body: z.strictObject(further),
    idempotency: 'required',
    status: 201,
    answer: registeredView,
    example: {
      body: {
        ...{ institutionCode: 'JIANGNAN', name: '杭州示例贸易有限公司', uscc: '91330100MA2EXAMP5X' },
        ...{ mobile: '13800138000', bankAccountNo: '6222020000000000000' },
        legalPerson: { name: '李四', residentId: '110101199003070134' },
        consents: [{ purpose: 'PRIVACY_POLICY', version: 1 }],
      },
    },
    problems: [403, 422],
  }),
  takeFileTo: route({
    method: 'post',
    path: '/me/enterprise/file-shares',
    tag: 'Own enterprises',
    summary: 'Take the enterprise’s file to another institution, to borrow there too',
    description:
      'By consent (FILE_SHARING, with PRIVACY_POLICY of the other institution): it gets a copy of what was registered, ' +
      'checks it anew and decides by itself. Neither institution learns of the other. Refused while this one has not ' +
      'admitted the enterprise.',
    access: 'signedIn',
    body: z.strictObject({ institutionCode: line(40), consents }),
    idempotency: 'required',
    status: 201,
    answer: registeredView,
    example: {
      body: {
        institutionCode: 'BEICHEN',
        consents: [
          { purpose: 'PRIVACY_POLICY', version: 1 },
          { purpose: 'FILE_SHARING', version: 1 },
        ],
      },
    },
    problems: [403, 409, 422],
  }),
  listOwnPeople: route({
    method: 'get',
    path: '/me/enterprise/people',
    tag: 'Own enterprises',
    summary: 'Who is of the enterprise that the session acts for, and who is invited',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: people,
    problems: [403],
  }),
  invitePerson: route({
    method: 'post',
    path: '/me/enterprise/invitations',
    tag: 'Own enterprises',
    summary: 'Invite somebody to act for the enterprise, by a link that opens once',
    description: 'Whether the mail address has an account nobody learns by it.',
    access: 'signedIn',
    body: z.strictObject({ name: line(60), mail: line(254) }),
    idempotency: 'required',
    status: 201,
    answer: z.strictObject({ id: idOut, expiresAt: instantOut }).meta({ id: 'PersonInvited' }),
    example: { body: { name: '王五', mail: 'wang@enterprise.example' } },
    problems: [403, 409, 422],
  }),
  takeBackInvitation: route({
    method: 'post',
    path: '/me/enterprise/invitations/:invitationId/removal',
    tag: 'Own enterprises',
    summary: 'Take an invitation back that nobody has accepted',
    access: 'signedIn',
    params: z.strictObject({ invitationId: id }),
    idempotency: 'none',
    status: 204,
    problems: [403, 404],
  }),
  removePerson: route({
    method: 'post',
    path: '/me/enterprise/people/:userId/removal',
    tag: 'Own enterprises',
    summary: 'End that somebody is of the enterprise who came after the caller',
    access: 'signedIn',
    params: z.strictObject({ userId: line(64) }),
    idempotency: 'none',
    status: 204,
    problems: [403, 404],
  }),
  joinEnterprise: route({
    method: 'post',
    path: '/enterprise-invitations/acceptance',
    tag: 'Own enterprises',
    summary: 'Accept the invitation of an enterprise',
    description:
      'Whoever has an account with the invited address is signed in with it, and needs no password here; whoever has ' +
      'none chooses one. The token counts once, together with what it opens.',
    access: 'public',
    body: z.strictObject({ token, password: newPassword.optional() }),
    idempotency: 'none',
    status: 200,
    answer: z
      .strictObject({ enterpriseId: idOut, enterpriseName: z.string() })
      .meta({ id: 'EnterpriseJoined' }),
    example: { body: { token: '0'.repeat(64) } },
    problems: [409, 422],
  }),
};
