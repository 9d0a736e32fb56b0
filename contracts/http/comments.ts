import { z } from 'zod';
import { idOut, line, personView, prose, recordedOut } from './primitives';
import { route } from './route';
import { taskParams } from './tasks';

export const commentView = z
  .strictObject({
    id: idOut,
    author: personView,
    words: z.string(),
    mentions: z.array(personView),
    createdAt: recordedOut,
  })
  .meta({ id: 'Comment' });

export const commentRoutes = {
  comment: route({
    method: 'post',
    path: '/tasks/:taskId/comments',
    tag: 'Tasks',
    summary: 'Say something about the case to the others of the institution',
    description: 'Stays with the case as it was said. No applicant reads it. Who is mentioned is told.',
    access: 'signedIn',
    params: taskParams,
    body: z.strictObject({
      words: prose(2000).min(1),
      mentions: z.array(line(80)).max(20).default([]).meta({
        description: 'Ids of people of the own institution, as `candidates` and claimed tasks show them',
      }),
    }),
    idempotency: 'optional',
    status: 201,
    answer: commentView,
    example: {
      body: { words: 'The licence ends in March: please ask for the new one.', mentions: ['u-0001'] },
    },
    problems: [403, 404, 422],
  }),
};
