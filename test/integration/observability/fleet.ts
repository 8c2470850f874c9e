import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { CrmBackendOptions } from '../../../examples/crm-backend/crm-backend.ts'
import { openOrdersOfPartners } from '../../../examples/demo/plan.ts'
import type { PartnerServiceOptions } from '../../../examples/partner-service/partner-service.ts'
import { DEMO_SECRET } from '../../../examples/shared/service/options.ts'
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

/** The example services with their servers and their Redis, in processes that can be killed one by one. */
export interface ObservedFleet extends AsyncDisposable {
  readonly redis: TestRedis
  /** The way of the partner service to Redis. */
  readonly path: TcpProxy
  /** Where each service serves its metrics, by the name of the instance. */
  readonly targets: Readonly<Record<string, string>>
  killMes(): Promise<void>
  restartMes(): Promise<void>
  /** Ends both services at once. */
  killServices(): Promise<void>
}

const example = (file: string): string => fileURLToPath(new URL(`../../../examples/${file}`, import.meta.url))

const start = (file: string, args: readonly string[]): ChildProcess => {
  const child = fork(example(file), [...args], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  killWithParent(child)
  return child
}

const startServer = async (name: 'mes' | 'crm', args: readonly string[]): Promise<{ readonly child: ChildProcess; readonly url: string }> => {
  const child = start(`${name}/server.ts`, ['--orders', String(ORDERS), '--cache', 'off', ...args])
  if (child.stdout === null) throw new Error(`${name} has no standard output`)
  const failed = ended(child).then(({ code }): never => { throw new Error(`${name} ended with code ${code}`) })
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), failed])
  return { child, url: (JSON.parse(String(line)) as { readonly listening: string }).listening }
}

const startService = async (name: string, options: CrmBackendOptions | PartnerServiceOptions): Promise<ChildProcess> => {
  const child = start(`${name}/main.ts`, [JSON.stringify(options)])
  const failed = ended(child).then(({ code }): never => { throw new Error(`${name} ended with code ${code}`) })
  await Promise.race([once(child, 'message'), failed])
  child.send('start')
  return child
}

const kill = async (children: readonly ChildProcess[]): Promise<void> => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(children.map(ended))
}

/** Starts servers and services, whose databases are in `folder`. */
export const startFleet = async (folder: string): Promise<ObservedFleet> => {
  await build()
  const redis = await startRedis()
  const path = await startProxy(redis.port)
  const mesPort = String(await freePort())
  const mesArguments = ['--port', mesPort, '--database', join(folder, 'mes.db')]
  const started = await Promise.all([
    startServer('mes', mesArguments),
    startServer('crm', ['--database', join(folder, 'crm.db'), '--peer', `http://127.0.0.1:${mesPort}`]),
  ])
  let [mes] = started
  const [, crm] = started
  const [backendPort, partnerPort] = [await freePort(), await freePort()]
  const common = { mes: mes.url, crm: crm.url, secret: DEMO_SECRET }
  const cache = { namespace: NAMESPACE, maxStaleness: MAX_STALENESS_MS, loads: { maxConcurrent: 8, maxWaiting: 8 } }
  const partners = openOrdersOfPartners(ORDERS).slice(0, PARTNERS)
  const services = await Promise.all([
    startService('crm-backend', {
      ...common, cache: { ...cache, redis: redis.url }, metricsPort: backendPort, screens: 10, sellers: 2, refreshMs: 500, stepMs: 400,
    }),
    startService('partner-service', {
      ...common, cache: { ...cache, redis: path.url }, metricsPort: partnerPort, name: 'partner-service', partners, pollMs: 500,
    }),
  ])
  return {
    redis,
    path,
    targets: { 'crm-backend': `127.0.0.1:${backendPort}`, 'partner-service': `127.0.0.1:${partnerPort}` },
    killMes: () => kill([mes.child]),
    restartMes: async () => void (mes = await startServer('mes', mesArguments)),
    killServices: () => kill(services),
    async [Symbol.asyncDispose]() {
      await kill([...services, mes.child, crm.child])
      await path[Symbol.asyncDispose]()
      await redis[Symbol.asyncDispose]()
    },
  }
}
