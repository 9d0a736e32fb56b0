import type { BankGateway } from '../gateways/bank';
import type { BureauGateway } from '../gateways/bureau';
import type { BlindIndex, ColumnCipher } from '../gateways/crypto';
import type { Database } from '../gateways/database/client';
import type { MessageQueues } from '../gateways/queue';
import type { RegistryGateway } from '../gateways/registry';
import type { ScreeningGateway } from '../gateways/screening';
import type { ProcessSettings } from '../gateways/temporal/starts';

/** Everything outside that activities reach; the worker makes it, tests make their own. */
export interface ActivityDeps {
  readonly prisma: Database['prisma'];
  readonly sql: Database['sql'];
  /** The same database for portfolio work, whose statements may take long. */
  readonly portfolio: Pick<Database, 'prisma' | 'sql'>;
  readonly cipher: ColumnCipher;
  readonly blindIndex: BlindIndex;
  readonly queues: Pick<MessageQueues, 'enqueue'>;
  readonly registry: RegistryGateway;
  readonly screening: ScreeningGateway;
  readonly bureau: BureauGateway;
  readonly bank: BankGateway;
  readonly settings: ProcessSettings;
  /** Real milliseconds that the bank has at least to get an order, before it counts as never come. */
  readonly notFoundFloorMs: number;
  /** The link in an activation mail. */
  readonly activationLink: (enterpriseId: string) => string;
}
