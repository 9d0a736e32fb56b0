import { Client, Connection } from '@temporalio/client';
import { temporalTracing } from '../telemetry/temporal';
import type { Tracing } from '../telemetry/tracing';
import { type ConnectionSettings, connectionTo } from './connection';
import { clientConverter, type SealSettings } from './dataConverter';

export interface TemporalSettings extends ConnectionSettings, SealSettings {}

/** Connects to Temporal with the payload codec. @throws when the server can't be reached */
export async function connectTemporal(
  settings: TemporalSettings,
  tracing: Tracing | null = null,
): Promise<Client> {
  const connection = await Connection.connect(connectionTo(settings));
  return temporalClient(connection, settings, tracing);
}

/** The same without waiting for the server: calls fail until it is there. */
export function connectTemporalLazily(settings: TemporalSettings, tracing: Tracing | null = null): Client {
  return temporalClient(Connection.lazy(connectionTo(settings)), settings, tracing);
}

function temporalClient(connection: Connection, settings: TemporalSettings, tracing: Tracing | null): Client {
  return new Client({
    connection,
    namespace: settings.temporalNamespace,
    dataConverter: clientConverter(settings),
    plugins: temporalTracing(tracing),
  });
}
