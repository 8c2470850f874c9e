import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownerOf } from 'mes-crm-sdk/protocol'
import { documentedRules } from '../support/acl-rules.ts'
import { makeCertificates } from '../support/certificates.ts'
import { makeScratch } from '../support/scratch.ts'
import { startTlsRedis, type TlsRedis } from '../support/tls-redis.ts'
import type { RotatedConnection } from './rotated-connection.ts'

type Side = 'readers' | 'writers'

/** Whose values the processes of each side read and write: readers have a caching server inside them. */
const OWNERS: Readonly<Record<Side, readonly string[]>> = { readers: ['reader', 'server'], writers: ['writer'] }
const SIDES: readonly Side[] = ['readers', 'writers']

/** A Redis that is spoken to over TLS by users of the documented rights, whose passwords are rotated. */
export interface SecuredRedis extends AsyncDisposable {
  readonly redis: TlsRedis
  /** Rotations so far. */
  readonly rotations: number
  connection(side: Side, port: number): RotatedConnection
  /** Gives every user another password, and drops the connections that came with the last one. */
  rotate(): Promise<void>
}

const rulesOf = async (side: Side, namespace: string): Promise<readonly string[]> => {
  const owners = OWNERS[side].map(ownerOf)
  const [owner = ''] = owners
  const rules = (await documentedRules('service', { namespace, owner, secret: 'unused' }))
    .flat()
    .filter((word) => !word.startsWith('>'))
  return [
    'reset',
    'on',
    ...rules.filter((word) => word !== 'reset' && word !== 'on'),
    ...owners.slice(1).flatMap((other) => [`~${namespace}:${other}:*`, `&${namespace}:${other}:*`]),
  ]
}

/** The file is replaced as a whole: a process never reads half of a password. */
const replaceFile = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}

export const startSecuredRedis = async (namespace: string): Promise<SecuredRedis> => {
  await using starting = new AsyncDisposableStack()
  const scratch = starting.use(await makeScratch())
  const certificates = starting.use(await makeCertificates())
  const aclfile = join(scratch.path, 'users.acl')
  const rules = await Promise.all(SIDES.map(async (side) => [side, ...(await rulesOf(side, namespace))].join(' ')))
  /** For a server that is started again. What a fault takes from the default user, who is not in the fleet, is not kept. */
  const keep = (password: string): Promise<void> =>
    replaceFile(
      aclfile,
      ['user default on nopass ~* &* +@all', ...rules.map((rule) => `user ${rule} >${password}`), ''].join('\n'),
    )
  await keep('pass-0')
  const redis = starting.use(await startTlsRedis(certificates, certificates.valid, { config: { aclfile } }))
  const fileOf = (side: Side): string => join(scratch.path, side)
  const passwords: string[] = []
  const rotate = async (): Promise<void> => {
    const next = `pass-${passwords.length}`
    const last = passwords.at(-1)
    for (const side of SIDES) {
      // Both are good for a moment, as where a secret store rotates: a connection that is just being made fails in neither way.
      await redis.command('ACL', 'SETUSER', side, `>${next}`)
      await replaceFile(fileOf(side), next)
      if (last !== undefined) await redis.command('ACL', 'SETUSER', side, `<${last}`)
    }
    passwords.push(next)
    await keep(next)
    for (const side of SIDES) await redis.command('CLIENT', 'KILL', 'USER', side)
  }
  await rotate()
  const resources = starting.move()
  return {
    redis,
    get rotations() {
      return passwords.length - 1
    },
    connection: (side, port) => ({
      host: '127.0.0.1',
      port,
      tls: { ca: certificates.authority.pem },
      username: side,
      passwordFile: fileOf(side),
    }),
    rotate,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}
