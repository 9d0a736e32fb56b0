import type { RefusalCode } from '../../../contracts/refusals';
import type { ProblemStatus } from '../../../contracts/texts/texts';
import { ApiProblem, type ProblemCode, unavailable } from './apiProblem';
import { refusedBy } from './refused';

/** What body-parser and Express call their own errors. */
const PARSER_PROBLEMS: Readonly<Record<string, readonly [status: ProblemStatus, code: ProblemCode]>> = {
  'entity.parse.failed': [400, 'MALFORMED_JSON'],
  'entity.too.large': [413, 'TOO_LARGE_A_REQUEST'],
  'encoding.unsupported': [415, 'UNSUPPORTED_ENCODING'],
  'charset.unsupported': [415, 'UNSUPPORTED_ENCODING'],
  'request.size.invalid': [400, 'MALFORMED_REQUEST'],
  'request.aborted': [400, 'MALFORMED_REQUEST'],
  'entity.verify.failed': [400, 'MALFORMED_REQUEST'],
};

/** What only one can have: the database's law about it, and what everybody is told who comes too late. */
const ONLY_ONE: Readonly<Record<string, RefusalCode>> = {
  loan_change_evidence_used_once: 'EVIDENCE_USED',
  membership_one_chair: 'CHAIR_TAKEN',
  membership_right_once: 'RIGHT_HELD',
  own_rules_one_a_day: 'DAY_TAKEN',
};

const CONNECTION_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  // PostgreSQL: starting, shutting down, too many connections.
  '57P01',
  '57P02',
  '57P03',
  '53300',
];

/** What pg says when its patience is over, or of a connection that is gone; such errors carry no code. */
const NO_ANSWER =
  /^(Query read timeout|timeout exceeded when trying to connect|Connection terminated|Client .* is not queryable)/;

/**
 * gRPC: CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION (a program that does not fit
 * the history of the process: it waits for a better one), ABORTED, UNAVAILABLE.
 */
const TEMPORAL_BUSY = [1, 4, 8, 9, 10, 14];

/**
 * What to answer when something was thrown.
 * @returns null when it is a fault of ours that nobody foresaw
 */
export function problemOf(error: unknown): ApiProblem | null {
  if (error instanceof ApiProblem) return error;
  if (typeof error !== 'object' || error === null) return null;
  return parserProblem(error) ?? tooLate(error) ?? outage(error, 0);
}

function parserProblem(error: { type?: unknown; status?: unknown }): ApiProblem | null {
  const known = typeof error.type === 'string' ? PARSER_PROBLEMS[error.type] : undefined;
  if (known !== undefined) return new ApiProblem(known[0], known[1]);
  const isClientFault = typeof error.status === 'number' && error.status >= 400 && error.status < 500;
  return isClientFault ? new ApiProblem(400, 'MALFORMED_REQUEST') : null;
}

/** Two may come at once, so that who looks before finds nothing: the law refuses, and here it is said in words. */
function tooLate({ code, constraint }: { code?: unknown; constraint?: unknown }): ApiProblem | null {
  const refusal = code === '23505' && typeof constraint === 'string' ? ONLY_ONE[constraint] : undefined;
  return refusal === undefined ? null : refusedBy({ code: refusal });
}

/** Looks through the causes: libraries wrap what really happened. */
function outage(error: object, depth: number): ApiProblem | null {
  const { code, name, cause, meta, message } = error as {
    message?: unknown;
    code?: unknown;
    name?: unknown;
    cause?: unknown;
    meta?: { driverAdapterError?: unknown };
  };
  if (typeof code === 'number' && TEMPORAL_BUSY.includes(code)) return unavailable('PROCESSES_UNAVAILABLE');
  if (typeof name === 'string' && /TransportError|WorkflowUpdateRPCTimeout/.test(name)) {
    return unavailable('PROCESSES_UNAVAILABLE');
  }
  if (typeof code === 'string' && CONNECTION_CODES.includes(code)) return unavailable('DATABASE_UNAVAILABLE');
  if (typeof message === 'string' && NO_ANSWER.test(message)) return unavailable('DATABASE_UNAVAILABLE');
  if (typeof name === 'string' && name === 'PrismaClientInitializationError') {
    return unavailable('DATABASE_UNAVAILABLE');
  }
  const deeper = [cause, meta?.driverAdapterError].find(
    (inner) => typeof inner === 'object' && inner !== null,
  );
  return deeper === undefined || deeper === null || depth >= 5 ? null : outage(deeper, depth + 1);
}
