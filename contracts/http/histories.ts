import { z } from 'zod';
import { HISTORY_STATUSES } from '../histories';
import { caseType, dayOut, id, idOut, instantOut, line, pageOf, paging } from './primitives';
import { route } from './route';

const historyRow = {
  id: idOut.meta({ description: 'Of the run' }),
  workflowId: z.string(),
  caseType,
  caseId: z.string(),
  endedAs: z.string().meta({ description: "In Temporal's words; a loan's run is continued as a new one" }),
  closedAt: instantOut.meta({ description: 'Real time' }),
  keepUntil: dayOut.meta({ description: 'The last business day on which it must be there' }),
  status: z.enum(HISTORY_STATUSES).meta({
    id: 'HistoryStatus',
    description: 'GONE: Temporal had forgotten it before it could be kept',
  }),
  events: z.int().nullable(),
  keptAt: instantOut.nullable(),
};

export const historyView = z.strictObject(historyRow).meta({ id: 'History' });

export const historyRoutes = {
  listHistories: route({
    method: 'get',
    path: '/admin/histories',
    tag: 'Operations',
    summary: 'Histories of processes that are over, kept for as long as the law wants; newest first',
    access: 'signedIn',
    query: z.strictObject({
      ...paging,
      caseId: line(80).optional(),
      workflowId: line(200).optional(),
    }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(historyView),
    problems: [403],
  }),
  readHistory: route({
    method: 'get',
    path: '/admin/histories/:historyId',
    tag: 'Operations',
    summary: 'One of them with its events, opened; each look is audited',
    description:
      "The events are as Temporal's own tools write them (`temporal workflow show --output json`).",
    access: 'signedIn',
    params: z.strictObject({ historyId: id }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({
      ...historyRow,
      history: z.string().nullable(),
    }),
    problems: [403, 404],
  }),
};
