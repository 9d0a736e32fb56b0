import type { z } from 'zod';
import type { Answer, OperationId, RouteContract, Routes } from '../../../contracts/http';
import type { CaseType } from '../../../contracts/tasks';
import type { Locale } from '../../../contracts/texts/texts';
import type { NewAuditRecord } from '../../../gateways/database/audit';
import { unauthenticated } from '../problems/apiProblem';
import type { Caller } from './caller';

type Schemas<Id extends OperationId> =
  Routes[Id] extends RouteContract<infer P, infer Q, infer B, infer A>
    ? { params: z.output<P>; query: z.output<Q>; body: z.output<B>; answer: Answer<A> }
    : never;

export type AnswerOf<Id extends OperationId> = Schemas<Id>['answer'];

/** A request after it was parsed, with who asks. */
export interface Call<Id extends OperationId = OperationId> {
  readonly operation: Id;
  readonly params: Schemas<Id>['params'];
  readonly query: Schemas<Id>['query'];
  readonly body: Schemas<Id>['body'];
  /** Only for routes that read bytes. */
  readonly rawBody: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly caller: Caller | null;
  readonly locale: Locale;
  readonly requestId: string;
  readonly ip: string;
  /** The Idempotency-Key as sent, or null. */
  readonly key: string | null;
  /** The id for what this request makes: the same for every request with this key. */
  readonly subjectId: string;
  /** What the answer carries besides its body. */
  readonly reply: Reply;
  /** Names the case for the audit trail. */
  about(caseType: CaseType, caseId: string): void;
  /** Says that personal data of the case are shown in full, to somebody else than its own people. */
  showsPersonalData(caseType: CaseType, caseId: string): void;
  /** Names the institution, and the enterprise, that it concerns where no session does, or the session's are others. */
  concerns(institutionId: string | null, enterpriseId?: string): void;
  /** Names the machine that acts, where it has no token yet. */
  actsAs(machineId: string): void;
  /** Says more of it in the audit trail: ids, figures, the operator's reason; never personal data. */
  note(detail: NewAuditRecord['detail']): void;
}

export interface Reply {
  /** Another status than the route's. */
  status?: number;
  readonly cookies: string[];
  readonly headers: Record<string, string>;
  /** False while a repeated request may get a better answer (money still on its way). */
  isFinal: boolean;
  /** True when a request with the same key came before. */
  isRepeated: boolean;
}

/** The caller of a route that needs one; its policy has made sure already. */
export function callerOf(call: { readonly caller: Caller | null }): Caller {
  if (call.caller === null) throw unauthenticated();
  return call.caller;
}
