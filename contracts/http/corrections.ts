import { z } from 'zod';
import { FILE_PARTS, PART_FIELDS } from '../../domain/kyc/fileParts';
import { ONBOARDING_STAGES } from '../workflows/onboarding';
import { decisionReason, id, identifier, idOut, instantOut, line, prose } from './primitives';
import { route } from './route';

export const filePart = z.enum(FILE_PARTS).meta({ id: 'FilePart' });

/** A part of an enterprise's file that is or was to be put right. */
export const correctionView = z
  .strictObject({
    id: idOut,
    part: filePart,
    isOpen: z.boolean().meta({ description: 'It waits for the people of the enterprise' }),
    isOwnWish: z.boolean().meta({ description: 'They noticed it themselves' }),
    reasonCode: decisionReason.nullable().meta({ description: 'Of a reviewer: the number' }),
    reason: z.string().meta({ description: 'What is wrong, as the enterprise reads it' }),
    askedAt: instantOut.meta({ description: 'Business time' }),
    dueAt: instantOut.meta({ description: 'Business time: by when it is to be handed in' }),
    suppliedAt: instantOut.nullable().meta({ description: 'Business time' }),
    answer: z.string().meta({ description: 'What its people say to it' }),
    changes: z
      .array(z.strictObject({ field: z.enum(PART_FIELDS), before: z.string(), after: z.string() }))
      .meta({
        description: 'Field by field, what was handed in and what stood there before; masked as the file is',
      }),
  })
  .meta({ id: 'Correction' });

const enterpriseParams = z.strictObject({ enterpriseId: id });
/** Where the admission stands after an act of its people. */
const standing = z
  .strictObject({ enterpriseId: idOut, stage: z.enum(ONBOARDING_STAGES), since: instantOut })
  .meta({ id: 'AdmissionStanding' });

export const correctionRoutes = {
  askToCorrect: route({
    method: 'post',
    path: '/enterprises/:enterpriseId/corrections/requests',
    tag: 'Enterprises',
    summary: 'Take the own file back from its review, to put parts of it right',
    description:
      'The parts are open then, as if a reviewer had sent them back; whoever had the task is told, and there is another ' +
      'one once they are handed in. A few times only.',
    access: 'signedIn',
    params: enterpriseParams,
    body: z.strictObject({
      parts: z
        .array(z.strictObject({ part: filePart, words: prose(500).pipe(z.string().min(1)) }))
        .min(1)
        .max(FILE_PARTS.length),
    }),
    idempotency: 'required',
    status: 200,
    mayTakeLonger: true,
    answer: standing,
    example: { body: { parts: [{ part: 'MOBILE', words: 'The number was mistyped' }] } },
    problems: [403, 404, 409, 422],
  }),
  handInCorrections: route({
    method: 'post',
    path: '/enterprises/:enterpriseId/corrections',
    tag: 'Enterprises',
    summary: 'Hand in the parts of the own file that are to be put right',
    description:
      'All that are open and no others. What is right as it stands may be handed in as it is, and said so in `answer`. ' +
      'Registry and lists are asked again where a name is another; then the review goes on, by another task.',
    access: 'signedIn',
    params: enterpriseParams,
    body: z
      .strictObject({
        name: line(120).optional(),
        legalPerson: z.strictObject({ name: line(60), residentId: identifier(40) }).optional(),
        bankAccountNo: identifier(60).optional(),
        mobile: identifier(40).optional(),
        papers: z.array(id).max(10).default([]).meta({ description: 'Of `POST /file-change-papers`' }),
        answer: prose(1000).default('').meta({ description: 'What you say to it, for the reviewer' }),
      })
      .meta({ id: 'CorrectedFile' }),
    idempotency: 'required',
    status: 200,
    mayTakeLonger: true,
    answer: standing,
    example: { body: { mobile: '13812345679', answer: '' } },
    problems: [403, 404, 409, 422],
  }),
};
