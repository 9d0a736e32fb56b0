import { readFileSync } from 'node:fs';
import type { Settings } from '../settings';

/** Where Temporal is, and how it knows us: the names are those of Temporal's own tools. */
export type ConnectionSettings = Pick<Settings, 'temporalAddress'> &
  Partial<
    Pick<
      Settings,
      | 'temporalApiKey'
      | 'temporalTls'
      | 'temporalTlsServerCaCertPath'
      | 'temporalTlsServerName'
      | 'temporalTlsClientCertPath'
      | 'temporalTlsClientKeyPath'
    >
  >;

/**
 * What clients and workers connect with: in clear, over TLS, with a certificate of our own (mTLS), or with an API key,
 * which goes over TLS alone.
 * @throws when a file of the settings can't be read
 */
export function connectionTo(settings: ConnectionSettings) {
  const { temporalAddress, temporalApiKey, temporalTls, temporalTlsServerName } = settings;
  const { temporalTlsServerCaCertPath, temporalTlsClientCertPath, temporalTlsClientKeyPath } = settings;
  const tls = {
    ...(temporalTlsServerName && { serverNameOverride: temporalTlsServerName }),
    ...(temporalTlsServerCaCertPath && {
      serverRootCACertificate: readFileSync(temporalTlsServerCaCertPath),
    }),
    ...(temporalTlsClientCertPath &&
      temporalTlsClientKeyPath && {
        clientCertPair: {
          crt: readFileSync(temporalTlsClientCertPath),
          key: readFileSync(temporalTlsClientKeyPath),
        },
      }),
  };
  const isOverTls = temporalTls === true || temporalApiKey !== undefined || Object.keys(tls).length > 0;
  return {
    address: temporalAddress,
    ...(isOverTls && { tls }),
    ...(temporalApiKey && { apiKey: temporalApiKey }),
  };
}
