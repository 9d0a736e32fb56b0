import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { uuidv7 } from 'uuidv7';
import { PROBLEM_MEDIA_TYPE } from '../../../contracts/http';
import { ApiProblem } from './apiProblem';
import { presentProblem } from './present';

/** What Node says of a request that it could not read; whatever else it says is malformed. */
const BROKEN: Readonly<Record<string, () => ApiProblem>> = {
  HPE_HEADER_OVERFLOW: () => new ApiProblem(431, 'HEADERS_TOO_LARGE'),
  ERR_HTTP_REQUEST_TIMEOUT: () => new ApiProblem(408, 'REQUEST_TOO_SLOW'),
};

/**
 * Answers what is no HTTP request, so that it never comes to Express: as a problem document too, and then the
 * line is closed. Nobody knows where it was meant to go or in which language it wants its answer.
 */
export function answerBrokenRequest(error: NodeJS.ErrnoException, line: Duplex): void {
  if (error.code === 'ECONNRESET' || !line.writable) {
    line.destroy();
    return;
  }
  const problem = BROKEN[error.code ?? '']?.() ?? new ApiProblem(400, 'MALFORMED_REQUEST');
  const at = { locale: 'zh-CN', instance: '', requestId: uuidv7() } as const;
  const body = JSON.stringify(presentProblem(problem, at));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  line.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
