import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionTo } from '../../../gateways/temporal/connection';

const temporalAddress = 'temporal.example.com:7233';
const folder = mkdtempSync(join(tmpdir(), 'connection-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string): string {
  writeFileSync(join(folder, name), name);
  return join(folder, name);
}

test('Temporal is reached in clear only where nothing else is said', () => {
  expect(connectionTo({ temporalAddress, temporalTls: false })).toEqual({ address: temporalAddress });
});

test('over TLS, with what the system trusts', () => {
  expect(connectionTo({ temporalAddress, temporalTls: true })).toEqual({ address: temporalAddress, tls: {} });
});

test('with a key, which goes over TLS alone', () => {
  const keyed = { address: temporalAddress, tls: {}, apiKey: 'k' };
  expect(connectionTo({ temporalAddress, temporalApiKey: 'k', temporalTls: false })).toEqual(keyed);
});

test('with an authority and a certificate of our own', () => {
  const settings = {
    temporalAddress,
    temporalTlsServerName: 'temporal',
    temporalTlsServerCaCertPath: file('ca'),
    temporalTlsClientCertPath: file('cert'),
    temporalTlsClientKeyPath: file('key'),
  };
  expect(connectionTo(settings)).toEqual({
    address: temporalAddress,
    tls: {
      serverNameOverride: 'temporal',
      serverRootCACertificate: Buffer.from('ca'),
      clientCertPair: { crt: Buffer.from('cert'), key: Buffer.from('key') },
    },
  });
  expect(() => connectionTo({ temporalAddress, temporalTlsServerCaCertPath: 'nowhere' })).toThrow('ENOENT');
});
