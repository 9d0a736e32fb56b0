import { Client, Connection } from '@temporalio/client';
import { dataConverterOf } from './dataConverter';

export interface TemporalSettings {
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly dataKeys: string;
}

/** Connects to Temporal with the payload codec. @throws when the server can't be reached */
export async function connectTemporal(settings: TemporalSettings): Promise<Client> {
  const connection = await Connection.connect({ address: settings.temporalAddress });
  return temporalClient(connection, settings);
}

/** The same without waiting for the server: calls fail until it is there. */
export function connectTemporalLazily(settings: TemporalSettings): Client {
  return temporalClient(Connection.lazy({ address: settings.temporalAddress }), settings);
}

function temporalClient(connection: Connection, settings: TemporalSettings): Client {
  return new Client({
    connection,
    namespace: settings.temporalNamespace,
    dataConverter: dataConverterOf(settings.dataKeys),
  });
}
