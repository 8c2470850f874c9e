import { randomBytes } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ownerOf } from 'mes-crm-sdk/protocol'
import { documentedRules } from '../support/acl-rules.ts'
import { makeCertificates } from '../support/certificates.ts'
import { makeScratch } from '../support/scratch.ts'
import { startTlsRedis, type TlsRedis } from '../support/tls-redis.ts'
import type { FileSecret, Site } from './scenario.ts'

/** A Redis over TLS whose users have the documented rights, and passwords that change. */
export interface SecuredRedis {
  readonly redis: TlsRedis
  /** How a process connects at a port that leads to the one of TLS. */
  connection(who: 'readers' | 'writers', port: number): FileSecret
  /** Gives each user another password, and ends its connections. The old password is refused from then on. */
  rotate(): Promise<void>
}

type Who = 'readers' | 'writers'
const WHO = ['readers', 'writers'] as const
/** Whose values each keeps: a reader is the client of a server, too, that runs in its process. */
const PRINCIPALS: Readonly<Record<Who, readonly string[]>> = { readers: ['reader', 'server'], writers: ['writer'] }

const randomSecret = (): string => randomBytes(12).toString('base64url')

/** The documented rights of a service, for several principals. */
const rulesOf = async (who: Who, namespace: string, secret: string): Promise<string> => {
  const rules = await Promise.all(PRINCIPALS[who].map((principal) => documentedRules('service', { namespace, owner: ownerOf(principal), secret })))
  return [...new Set(rules.flat(2))].filter((word) => word !== 'reset').join(' ')
}

/** Long enough for whoever has read the old password to use it. */
const BOTH_VALID_MS = 1_000

export const startSecuredRedis = async (namespace: string, use: Site['use']): Promise<SecuredRedis> => {
  const certificates = use(await makeCertificates())
  const scratch = use(await makeScratch())
  const secrets: Record<Who, string> = { readers: randomSecret(), writers: randomSecret() }
  const fileOf = (who: Who): string => join(scratch.path, `${who}.password`)
  const users = join(scratch.path, 'users.acl')
  const lines = await Promise.all(WHO.map(async (who) => `user ${who} ${await rulesOf(who, namespace, secrets[who])}`))
  await writeFile(users, `${['user default on nopass ~* &* +@all', ...lines].join('\n')}\n`)
  const store = async (who: Who): Promise<void> => {
    // In one step: a reader never finds half of a password.
    await writeFile(`${fileOf(who)}.next`, secrets[who])
    await rename(`${fileOf(who)}.next`, fileOf(who))
  }
  await Promise.all(WHO.map(store))
  const redis = use(await startTlsRedis(certificates, undefined, { config: { aclfile: users } }))
  const change = async (who: Who): Promise<void> => {
    const next = randomSecret()
    await redis.command('ACL', 'SETUSER', who, `>${next}`)
    await redis.command('ACL', 'SAVE')
    secrets[who] = next
    await store(who)
    await pause(BOTH_VALID_MS)
    await redis.command('ACL', 'SETUSER', who, 'resetpass', `>${next}`)
    await redis.command('ACL', 'SAVE')
    await redis.command('CLIENT', 'KILL', 'USER', who)
  }
  return {
    redis,
    connection: (who, port) => ({ host: '127.0.0.1', port, tls: { ca: certificates.authority.pem }, username: who, passwordFile: fileOf(who) }),
    rotate: async () => void (await Promise.all(WHO.map(change))),
  }
}
