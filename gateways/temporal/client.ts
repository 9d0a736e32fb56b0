import { Client, Connection } from '@temporalio/client';
import { temporalTracing } from '../telemetry/temporal';
import type { Tracing } from '../telemetry/tracing';
import { dataConverterOf } from './dataConverter';

export interface TemporalSettings {
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly dataKeys: string;
}

/** Connects to Temporal with the payload codec. @throws when the server can't be reached */
export async function connectTemporal(
  settings: TemporalSettings,
  tracing: Tracing | null = null,
): Promise<Client> {
  const connection = await Connection.connect({ address: settings.temporalAddress });
  return temporalClient(connection, settings, tracing);
}

/** The same without waiting for the server: calls fail until it is there. */
export function connectTemporalLazily(settings: TemporalSettings, tracing: Tracing | null = null): Client {
  return temporalClient(Connection.lazy({ address: settings.temporalAddress }), settings, tracing);
}

function temporalClient(connection: Connection, settings: TemporalSettings, tracing: Tracing | null): Client {
  return new Client({
    connection,
    namespace: settings.temporalNamespace,
    dataConverter: dataConverterOf(settings.dataKeys),
    plugins: temporalTracing(tracing),
  });
}
