import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Auth } from '../../gateways/auth';
import type { BlindIndex, ColumnCipher } from '../../gateways/crypto';
import type { Database } from '../../gateways/database/client';
import type { Settings } from '../../gateways/settings';
import type { PersonalDataCodec } from '../../gateways/temporal/codec';

/** Everything that the API works with, made once at its start. */
export interface Parts {
  readonly settings: Settings;
  readonly sql: Database['sql'];
  readonly auth: Auth;
  readonly temporal: Client;
  readonly codec: PersonalDataCodec;
  readonly cipher: ColumnCipher;
  readonly blindIndex: BlindIndex;
  readonly log: Logger;
}
