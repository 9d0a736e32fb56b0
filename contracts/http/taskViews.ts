import { z } from 'zod';
import { id, idOut, line, personView } from './primitives';
import { route } from './route';
import { taskFilter } from './tasks';

const viewBody = z.strictObject({
  name: line(60),
  isShared: z.boolean().default(false).meta({ description: 'Others of the institution have it too' }),
  filter: taskFilter,
});

const viewParams = z.strictObject({ viewId: id });

export const savedView = z
  .strictObject({
    id: idOut,
    name: z.string(),
    isShared: z.boolean(),
    owner: personView,
    isMine: z.boolean().meta({ description: 'Only its owner changes and removes it' }),
    filter: taskFilter,
    count: z.int().meta({ description: 'Tasks that the reader finds by it, at most 1,000' }),
  })
  .meta({ id: 'TaskView' });

const viewExample = {
  body: { name: 'Late releases', filter: { kind: 'RELEASE_DISBURSEMENT', overdue: 'true' } },
};

export const taskViewRoutes = {
  listTaskViews: route({
    method: 'get',
    path: '/task-views',
    tag: 'Tasks',
    summary: 'Own and shared views of the inbox, with how many tasks are in each',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(savedView) }),
    problems: [403],
  }),
  addTaskView: route({
    method: 'post',
    path: '/task-views',
    tag: 'Tasks',
    summary: 'Keep a question to the inbox under a name',
    description: 'The filter has the words of `GET /tasks`; `mine` is whoever looks.',
    access: 'signedIn',
    body: viewBody,
    idempotency: 'optional',
    status: 201,
    answer: z.strictObject({ id: idOut }).meta({ id: 'TaskViewKept' }),
    example: viewExample,
    problems: [403, 422],
  }),
  changeTaskView: route({
    method: 'put',
    path: '/task-views/:viewId',
    tag: 'Tasks',
    summary: 'Change an own view',
    access: 'signedIn',
    params: viewParams,
    body: viewBody,
    idempotency: 'none',
    status: 204,
    example: viewExample,
    problems: [403, 404, 422],
  }),
  removeTaskView: route({
    method: 'post',
    path: '/task-views/:viewId/removal',
    tag: 'Tasks',
    summary: 'Remove an own view',
    access: 'signedIn',
    params: viewParams,
    idempotency: 'none',
    status: 204,
    problems: [403, 404],
  }),
};
