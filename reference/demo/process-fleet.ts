import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { ConsumerRequest } from '../consumers/process.ts'
import type { ConsumerReport } from '../consumers/observation.ts'
import { mintToken } from '../shared/api/token.ts'
import { DEMO_SECRET } from '../shared/service/options.ts'
import type { ServiceStats } from '../shared/service/stats.ts'
import { type Fleet, type FleetOptions, halves } from './fleet.ts'
import { LIST_COST } from './plan.ts'

/** Servers and consumers, each in a process of its own. They end with this process, whatever happens to it. */
export async function openProcessFleet(redis: string, options: FleetOptions): Promise<Fleet> {
  const { phase, cache, databases, orders, partners, load, metricsPorts = [] } = options
  const children: ChildProcess[] = []
  const run = (file: string, args: readonly string[]): ChildProcess => {
    const child = fork(new URL(file, import.meta.url), [...args], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
    children.push(child)
    return child
  }
  const serverFlags = (database: string): string[] => [
    '--orders',
    String(orders),
    '--database',
    database,
    ...(phase.cached ? ['--redis', redis, '--namespace', cache.namespace ?? ''] : ['--cache', 'off']),
  ]
  const listFlags = ['--list-latency-ms', String(LIST_COST.latencyMs), '--lists-per-second', String(LIST_COST.perSecond)]
  const mes = await listening(run('../mes/server.ts', [...serverFlags(databases.mes), ...listFlags]))
  const crm = await listening(run('../crm/server.ts', [...serverFlags(databases.crm), '--peer', mes]))
  const common = { mes, crm, secret: DEMO_SECRET, cache: phase.cached ? cache : 'off' }
  const consumers = [
    run('../crm-backend/main.ts', [JSON.stringify({ ...common, ...load, metricsPort: metricsPorts[0] })]),
    ...halves(partners).map((half, index) =>
      run('../partner-service/main.ts', [
        JSON.stringify({
          ...common,
          ...load,
          metricsPort: metricsPorts[index + 1],
          name: `partner-service-${index + 1}`,
          partners: half,
        }),
      ]),
    ),
  ]
  await Promise.all(consumers.map(nextMessage)).catch((error: unknown) => {
    for (const child of children) child.kill('SIGKILL')
    throw error
  })
  const tell = (request: ConsumerRequest): void => consumers.forEach((consumer) => void consumer.send(request))
  return {
    start: () => tell('start'),
    stats: async () => ({ mes: await statsOf(mes), crm: await statsOf(crm) }),
    async stop() {
      const reports = consumers.map(async (consumer) => (await nextMessage(consumer)) as ConsumerReport)
      tell('stop')
      return Promise.all(reports)
    },
    async close() {
      const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      for (const child of running) child.kill('SIGTERM')
      await Promise.all(running.map((child) => once(child, 'exit')))
    },
  }
}

/** What a consumer says next; rejects where it ends instead. */
function nextMessage(consumer: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a consumer ended with code ${code}`))
    consumer.once('exit', ended)
    consumer.once('message', (message) => {
      consumer.removeListener('exit', ended)
      resolve(message)
    })
  })
}

/** The URL that a server prints when it listens. */
async function listening(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('the server has no standard output')
  const ended = once(server, 'exit').then(([code]): never => {
    throw new Error(`a server ended with code ${code}`)
  })
  ended.catch(() => {})
  const [line] = await Promise.race([once(createInterface(server.stdout), 'line'), ended])
  return (JSON.parse(String(line)) as { readonly listening: string }).listening
}

async function statsOf(url: string): Promise<ServiceStats> {
  const token = mintToken({ sub: 'demo', roles: ['service'] }, DEMO_SECRET)
  const response = await fetch(`${url}/internal/journal`, { headers: { authorization: `Bearer ${token}` } })
  if (!response.ok) throw new Error(`${url}/internal/journal: ${response.status}`)
  return response.json() as Promise<ServiceStats>
}
