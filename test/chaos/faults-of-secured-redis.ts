import { ownerOf } from 'mes-crm-sdk/protocol'
import { documentedRules } from '../support/acl-rules.ts'
import { makeCertificates } from '../support/certificates.ts'
import { startRedis } from '../support/redis-server.ts'
import { startTlsRedis } from '../support/tls-redis.ts'
import type { Installation, Scenario, Site, Strike } from './scenario.ts'

const SECRET = 'pa55'
/** Who may do what: readers only follow, as partners do. */
const USERS = { readers: { user: 'partner', principal: 'reader' }, writers: { user: 'service', principal: 'writer' } } as const

const overTls = async (_namespace: string, use: Site['use']): Promise<Installation> => {
  const certificates = use(await makeCertificates())
  const redis = await startTlsRedis(certificates)
  const tls = { ca: certificates.authority.pem }
  return { redis, port: redis.tlsPort, connection: (_who, port) => ({ host: '127.0.0.1', port, tls }) }
}

const usersOf = (namespace: string): Promise<readonly string[]> =>
  Promise.all(
    Object.values(USERS).map(async ({ user, principal }) => {
      const [words = []] = await documentedRules(user, { namespace, owner: ownerOf(principal), secret: SECRET })
      return [user, ...words].join(' ')
    }),
  )

const asUsers = async (namespace: string): Promise<Installation> => {
  const redis = await startRedis({ users: await usersOf(namespace) })
  return { redis, port: redis.port, connection: (who, port) => `redis://${USERS[who].user}:${SECRET}@127.0.0.1:${port}` }
}

/** The connections of those who go through the proxy are lost, and then the server. */
const loseConnectionsAndServer =
  ({ redis, proxy, lasting }: Site): Strike =>
  async () => {
    proxy.cut()
    await lasting(700, 3_000)
    proxy.heal()
    await lasting(1_000, 3_000)
    await redis.kill()
    await lasting(300, 1_000)
    await redis.restart({ empty: true })
  }

/** What happens where connections are encrypted, or everyone may do no more than has to be. */
export const faultsOfSecuredRedis: readonly Scenario[] = [
  {
    name: 'is spoken to over TLS, loses every connection, and is restarted empty',
    through: 'everyone',
    felt: ['redis-down', 'loss'],
    install: overTls,
    begin: loseConnectionsAndServer,
  },
  {
    name: 'lets readers follow and not append, loses their connections, and is restarted empty',
    through: 'readers',
    felt: ['redis-down', 'loss'],
    install: asUsers,
    begin: loseConnectionsAndServer,
  },
]
