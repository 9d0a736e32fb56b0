import type { Request } from 'express';
import type { NewAuditRecord } from '../../../gateways/database/queries/audit';
import type { KeptRequest, KeyedRequest } from '../../../gateways/database/queries/idempotency';
import type { Caller } from './caller';

/** What routing needs from the outside. */
export interface RoutingParts {
  /** Who asks, by cookie or bearer token; null when nobody is signed in. */
  callerOf(request: Request): Promise<Caller | null>;
  /** Tells two requests under one key apart, and nothing about what they hold. */
  hashOf(asked: unknown): string;
  keepRequest(request: KeyedRequest): Promise<KeptRequest>;
  keepAnswer(request: KeyedRequest, status: number, answer: unknown): Promise<void>;
  recordAct(record: NewAuditRecord): Promise<void>;
}
