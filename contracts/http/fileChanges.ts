import { z } from 'zod';
import { FILE_CHANGE_KINDS } from '../../domain/kyc/fileChange';
import { SCREENING_OUTCOMES } from '../../domain/parameters/kyc';
import { FILE_CHANGE_STAGES } from '../workflows/fileChange';
import { ATTACHMENT_TYPES } from './attachments';
import {
  id,
  identifier,
  idOut,
  instantOut,
  line,
  pageOf,
  paging,
  prose,
  recordedOut,
  refusalView,
} from './primitives';
import { route, stream } from './route';

const kind = z.enum(FILE_CHANGE_KINDS).meta({ id: 'FileChangeKind' });
const reason = prose(1000).pipe(z.string().min(1)).meta({ description: 'Why, in words' });
const papers = z
  .array(id)
  .min(1)
  .max(10)
  .meta({ description: 'What proves it: of `POST /file-change-papers`' });

export const fileChangePaper = z
  .strictObject({ id: idOut, name: z.string(), mediaType: z.enum(ATTACHMENT_TYPES), bytes: z.int() })
  .meta({ id: 'FileChangePaper' });

/** What would be on file; of a kind the fields that it has. */
const wish = z
  .strictObject({
    name: z.string().nullable(),
    residentId: z.string().nullable(),
    mail: z.string().nullable(),
  })
  .meta({ id: 'FileChangeWish' });

export const fileChangeView = z
  .strictObject({
    id: idOut,
    enterpriseId: idOut,
    kind,
    stage: z.enum(FILE_CHANGE_STAGES).meta({ id: 'FileChangeStage' }),
    since: instantOut,
    wish: wish.nullable().meta({
      description:
        'Masked for staff, but one by one for those who work with it: reviewers, and of a recovery risk while it is to ' +
        'be agreed on; null once it is erased',
    }),
    person: z
      .strictObject({ userId: z.string(), name: z.string() })
      .meta({ id: 'FileChangePerson' })
      .nullable()
      .meta({
        description: 'Whose mailbox is lost; masked as the wish is. Null for other kinds, or once erased',
      }),
    reason: z.string(),
    papers: z.array(fileChangePaper),
    checks: z
      .strictObject({
        registryAgrees: z.boolean().nullable(),
        screening: z.enum(SCREENING_OUTCOMES).nullable(),
        hits: z.int(),
      })
      .meta({ id: 'FileChangeChecks' })
      .nullable()
      .meta({ description: 'What registry and lists say; only for staff' }),
    waitsUntil: instantOut
      .nullable()
      .meta({ description: 'Business time: until then anybody of the enterprise may stop it' }),
    refusal: refusalView.nullable(),
    isByInstitution: z
      .boolean()
      .meta({ description: 'Asked for by staff, for somebody who lost the mailbox' }),
    createdAt: recordedOut,
  })
  .meta({ id: 'FileChange' });

const changeParams = z.strictObject({ changeId: id });
const common = { reason, papers };

export const fileChangeRoutes = {
  addFileChangePaper: route({
    method: 'post',
    path: '/file-change-papers',
    tag: 'Enterprises',
    summary: 'Put up a paper that proves a change of the file, to be named by it',
    description:
      'The body is the file itself, 5 MB at most. What it is, is told by its bytes: PDF, JPEG, PNG, WebP, XLSX or ' +
      'DOCX. What no change names is forgotten after some days.',
    access: 'signedIn',
    query: z.strictObject({ name: line(120) }),
    rawBody: true,
    mostBytes: '5mb',
    idempotency: 'none',
    status: 201,
    answer: fileChangePaper,
    problems: [403, 409, 422],
  }),
  askForFileChange: route({
    method: 'post',
    path: '/file-changes',
    tag: 'Enterprises',
    summary: 'Report that the enterprise has another name or another legal person',
    description:
      'Starts `fileChange/{changeId}`: a reviewer looks at it, of another legal person somebody of risk as well, and ' +
      'that one waits for some days in which the enterprise may stop it. One of a kind at a time.',
    access: 'signedIn',
    body: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('NAME'), name: line(120), ...common }).meta({ id: 'ChangeName' }),
      z
        .strictObject({
          kind: z.literal('LEGAL_PERSON'),
          name: line(60),
          residentId: identifier(40),
          ...common,
        })
        .meta({ id: 'ChangeLegalPerson' }),
    ]),
    idempotency: 'required',
    status: 201,
    answer: fileChangeView,
    example: {
      body: {
        kind: 'NAME',
        name: '杭州青禾食品集团有限公司',
        reason: 'The registry has had the new name since the first of the month',
        papers: ['0198c1f0-0000-7000-8000-0000000000f1'],
      },
    },
    problems: [403, 409, 422],
  }),
  listEnterprisePeople: route({
    method: 'get',
    path: '/enterprises/:enterpriseId/people',
    tag: 'Enterprises',
    summary: 'Who is of an enterprise',
    description:
      'For staff before whom somebody stands who has lost the mailbox: whose account it is. Recorded as a read of ' +
      'personal data.',
    access: 'signedIn',
    params: z.strictObject({ enterpriseId: id }),
    idempotency: 'none',
    status: 200,
    answer: z
      .strictObject({
        items: z.array(
          z.strictObject({
            userId: z.string(),
            name: z.string(),
            isHeld: z.boolean().meta({
              description: 'Does not act for it: the account was recovered for another enterprise',
            }),
          }),
        ),
      })
      .meta({ id: 'EnterprisePeople' }),
    problems: [403, 404],
  }),
  recoverAccess: route({
    method: 'post',
    path: '/enterprises/:enterpriseId/recoveries',
    tag: 'Enterprises',
    summary: 'Ask for another mail address for somebody of an enterprise who has lost the mailbox',
    description:
      'By staff who have seen who it is, with papers. Another person, of risk, agrees; everybody of the enterprise is ' +
      'told, and any of them stops it while it waits. Then the new address gets a link; once it is opened, ' +
      'password, second factors and linked identities are forgotten and the phone counts as confirmed no more.',
    access: 'signedIn',
    params: z.strictObject({ enterpriseId: id }),
    body: z.strictObject({
      mail: line(254),
      userId: line(80).optional().meta({ description: 'Whose, where the enterprise has several people' }),
      ...common,
    }),
    idempotency: 'required',
    status: 201,
    answer: fileChangeView,
    example: {
      body: {
        mail: 'li.na@example.cn',
        reason:
          'Came to the branch with the licence and her identity card; mailbox and phone were the old landlord’s',
        papers: ['0198c1f0-0000-7000-8000-0000000000f1'],
      },
    },
    problems: [403, 404, 409, 422],
  }),
  listFileChanges: route({
    method: 'get',
    path: '/file-changes',
    tag: 'Enterprises',
    summary: 'Changes of files of enterprises, the newest first; people of an enterprise see their own',
    access: 'signedIn',
    query: z.strictObject({ ...paging, enterpriseId: id.optional() }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(fileChangeView),
    problems: [403],
  }),
  getFileChange: route({
    method: 'get',
    path: '/file-changes/:changeId',
    tag: 'Enterprises',
    summary: 'A change of the file of an enterprise; that staff read it in full is in the audit trail',
    access: 'signedIn',
    params: changeParams,
    idempotency: 'none',
    status: 200,
    answer: fileChangeView,
    problems: [403, 404],
  }),
  stopFileChange: route({
    method: 'post',
    path: '/file-changes/:changeId/stop',
    tag: 'Enterprises',
    summary: 'Stop a change of the file before it counts: anybody of the enterprise, or whoever asked',
    access: 'signedIn',
    params: changeParams,
    idempotency: 'optional',
    status: 200,
    answer: z
      .strictObject({ id: idOut, stage: z.enum(FILE_CHANGE_STAGES), since: instantOut })
      .meta({ id: 'FileChangeStopped' }),
    problems: [403, 404, 409],
  }),
  readFileChangePaper: route({
    method: 'get',
    path: '/file-changes/:changeId/papers/:paperId',
    tag: 'Enterprises',
    summary: 'A paper of a change, as it was put up',
    description: 'To be saved, not to be shown. That staff read it is in the audit trail.',
    access: 'signedIn',
    params: changeParams.extend({ paperId: id }),
    idempotency: 'none',
    status: 200,
    produces: 'application/octet-stream',
    answer: stream,
    problems: [403, 404],
  }),
};
