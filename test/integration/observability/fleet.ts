import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { CrmBackendOptions } from '../../../reference/crm-backend/crm-backend.ts'
import { openOrdersOfPartners } from '../../../reference/demo/plan.ts'
import type { PartnerServiceOptions } from '../../../reference/partner-service/partner-service.ts'
import { DEMO_SECRET } from '../../../reference/shared/service/options.ts'
import { build } from '../../../scripts/build.ts'
import { freePort } from '../../support/ports.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { startProxy, type TcpProxy } from '../../support/tcp-proxy.ts'
import { ended, killWithParent } from '../../support/watchdog.ts'

export const NAMESPACE = 'observed'

/** Orders in the databases of the servers, and the partners whose open orders the partner service follows: 44. */
const ORDERS = 2_000
const PARTNERS = 14
const MAX_STALENESS_MS = 500
/** Services that wait for a processor do not take Redis for down. */
const REDIS_DEADLINE_MS = 400

/** The example services with their servers and their Redis, in processes that can be killed one by one. */
export interface ObservedFleet extends AsyncDisposable {
  readonly redis: TestRedis
  /** The way of the partner service to Redis. */
  readonly path: TcpProxy
  killMes(): Promise<void>
  restartMes(): Promise<void>
  /** Ends both services at once. */
  killServices(): Promise<void>
}

const example = (file: string): string => fileURLToPath(new URL(`../../../reference/${file}`, import.meta.url))

const start = (file: string, args: readonly string[]): ChildProcess => {
  const child = fork(example(file), [...args], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  killWithParent(child)
  return child
}

const startServer = async (name: 'mes' | 'crm', args: readonly string[]): Promise<ChildProcess> => {
  const child = start(`${name}/server.ts`, ['--orders', String(ORDERS), '--cache', 'off', ...args])
  if (child.stdout === null) throw new Error(`${name} has no standard output`)
  const failed = ended(child).then(({ code }): never => {
    throw new Error(`${name} ended with code ${code}`)
  })
  await Promise.race([once(createInterface(child.stdout), 'line'), failed])
  return child
}

const startService = async (name: string, options: CrmBackendOptions | PartnerServiceOptions): Promise<ChildProcess> => {
  const child = start(`${name}/main.ts`, [JSON.stringify(options)])
  const failed = ended(child).then(({ code }): never => {
    throw new Error(`${name} ended with code ${code}`)
  })
  await Promise.race([once(child, 'message'), failed])
  return child
}

const kill = async (children: readonly ChildProcess[]): Promise<void> => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(children.map(ended))
}

/** Where each service serves its metrics, by the name of the instance. */
export interface Targets {
  readonly 'crm-backend': string
  readonly 'partner-service': string
}

export const chooseTargets = async (): Promise<Targets> => ({
  'crm-backend': `127.0.0.1:${await freePort()}`,
  'partner-service': `127.0.0.1:${await freePort()}`,
})

const portOf = (address: string): number => Number(address.split(':')[1])

/** Starts servers and services at once, then the load. Databases are in `folder`. */
export const startFleet = async (folder: string, targets: Targets): Promise<ObservedFleet> => {
  await build()
  const redis = await startRedis()
  const path = await startProxy(redis.port)
  const [mesPort, crmPort] = [String(await freePort()), String(await freePort())]
  const [mesUrl, crmUrl] = [`http://127.0.0.1:${mesPort}`, `http://127.0.0.1:${crmPort}`]
  const startMes = (): Promise<ChildProcess> =>
    startServer('mes', ['--port', mesPort, '--database', join(folder, 'mes.db'), '--calculation-ms', '100'])
  const common = { mes: mesUrl, crm: crmUrl, secret: DEMO_SECRET }
  const cache = {
    namespace: NAMESPACE,
    maxStaleness: MAX_STALENESS_MS,
    redisDeadline: REDIS_DEADLINE_MS,
    loads: { maxConcurrent: 8, maxWaiting: 24 },
  }
  const partners = openOrdersOfPartners(ORDERS).slice(0, PARTNERS)
  const started = await Promise.all([
    startMes(),
    startServer('crm', ['--port', crmPort, '--database', join(folder, 'crm.db'), '--peer', mesUrl]),
    startService('crm-backend', {
      ...common,
      cache: { ...cache, redis: redis.url },
      metricsPort: portOf(targets['crm-backend']),
      screens: 10,
      sellers: 2,
      refreshMs: 500,
      stepMs: 400,
    }),
    startService('partner-service', {
      ...common,
      cache: { ...cache, redis: path.url },
      metricsPort: portOf(targets['partner-service']),
      name: 'partner-service',
      partners,
      pollMs: 500,
      priceMs: 5_000,
    }),
  ])
  let [mes] = started
  const [, crm, ...services] = started
  for (const service of services) service.send('start')
  return {
    redis,
    path,
    killMes: () => kill([mes]),
    restartMes: async () => void (mes = await startMes()),
    killServices: () => kill(services),
    async [Symbol.asyncDispose]() {
      await kill([...services, mes, crm])
      await path[Symbol.asyncDispose]()
      await redis[Symbol.asyncDispose]()
    },
  }
}
