import type { Certificate, Certificates } from './certificates.ts'
import { freePort } from './ports.ts'
import { type RedisOptions, startRedis, type TestRedis } from './redis-server.ts'

/** A Redis with a second port for TLS; the test's own commands take the plain one. */
export interface TlsRedis extends TestRedis {
  readonly tlsPort: number
}

export const startTlsRedis = async (
  { authority, valid }: Certificates,
  certificate: Certificate = valid,
  options: RedisOptions = {},
): Promise<TlsRedis> => {
  const tlsPort = await freePort()
  const redis = await startRedis({
    ...options,
    config: {
      ...options.config,
      'tls-port': String(tlsPort),
      'tls-cert-file': certificate.cert,
      'tls-key-file': certificate.key,
      'tls-ca-cert-file': authority.file,
      'tls-auth-clients': 'no',
    },
  })
  return Object.defineProperty(redis, 'tlsPort', { value: tlsPort }) as TlsRedis
}
