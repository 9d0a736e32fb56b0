import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Auth } from '../../gateways/auth/auth';
import type { MachineTokens } from '../../gateways/auth/machineTokens';
import type { IdentityProviders } from '../../gateways/auth/providers';
import type { Work } from '../../gateways/auth/work';
import type { BlindIndex, ColumnCipher } from '../../gateways/crypto';
import type { Database } from '../../gateways/database/client';
import type { Limits } from '../../gateways/limits';
import type { MessageQueues } from '../../gateways/queue';
import type { SettingsOf } from '../../gateways/settings';
import type { PayloadSeal } from '../../gateways/temporal/payloadSeal';
import type { Prover } from '../../gateways/temporal/proof';
import type { EventHub } from '../events/hub';
import type { Looks } from '../platform/looks';
import type { Metrics } from './observability/metrics';
import type { AnswerOf } from './routing/call';

/** Everything that the API works with, made once at its start. */
export interface Parts {
  readonly settings: SettingsOf<'api'>;
  readonly prisma: Database['prisma'];
  readonly sql: Database['sql'];
  readonly auth: Auth;
  readonly work: Work;
  readonly machineTokens: MachineTokens;
  readonly identityProviders: IdentityProviders;
  readonly limits: Limits;
  readonly temporal: Client;
  readonly queues: Pick<MessageQueues, 'states' | 'enqueue'>;
  readonly payloadSeal: PayloadSeal;
  readonly looks: Looks;
  readonly events: EventHub;
  /** Proves to the processes what people do; nobody else can. */
  readonly prove: Prover;
  readonly cipher: ColumnCipher;
  readonly blindIndex: BlindIndex;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The description of the API, OpenAPI 3.1. */
  readonly description: AnswerOf<'getOpenApi'>;
}
