import { writeFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { drawPanels } from '../../scripts/panel-queries.ts'
import { freePort, type Prometheus, startPrometheus } from '../../scripts/prometheus-server.ts'
import type { PhaseSpan } from './run-phase.ts'

/** The consumers of a fleet, in the order in which it starts them. */
const INSTANCES = ['crm-backend', 'partner-service-1', 'partner-service-2'] as const
const PICTURE = 'demo-dashboard.svg'
/** Prometheus scrapes every second, and its rules look back for a fifteenth of the time. */
const SCALE = 1 / 15
const STEPS = 200

/** A Prometheus that watches the consumers of the demonstration, where one can be had. */
export interface Observatory {
  /** Where each consumer serves its metrics. */
  readonly ports: readonly number[]
  /** Draws the panels of the phases, and ends Prometheus. */
  close(spans: readonly PhaseSpan[]): Promise<void>
}

/** Starts Prometheus if it can, and says how to open it. */
export async function openObservatory(folder: string, say: (line: string) => void): Promise<Observatory> {
  const ports = await Promise.all(INSTANCES.map(freePort))
  const targets = Object.fromEntries(INSTANCES.map((name, index) => [name, `127.0.0.1:${ports[index]}`]))
  for (const [name, address] of Object.entries(targets))
    say(`Metrics of ${name}, in the phases with the cache: http://${address}/metrics`)
  const prometheus = await start(join(folder, 'prometheus'), targets).catch((error: Error) => {
    say(`No Prometheus to be had (${error.message}).`)
    return undefined
  })
  if (prometheus === undefined) return { ports, close: async () => {} }
  process.once('exit', () => prometheus.child.kill('SIGKILL'))
  say(
    `Prometheus, until the demonstration ends: ${prometheus.url}/graph?g0.expr=mescrm_cache_reads_total and ${prometheus.url}/alerts`,
  )
  say(`In Grafana: add ${prometheus.url} as a data source, and import observability/grafana/mes-crm-sdk.json.`)
  return {
    ports,
    async close(spans) {
      const [start, end] = [spans[0]?.start ?? 0, spans.at(-1)?.end ?? 0]
      const marks = spans.map(({ name, ...span }) => ({ ...span, text: name }))
      if (end > start) {
        await writeFile(PICTURE, await drawPanels(prometheus, { start, end, step: (end - start) / STEPS }, SCALE, marks))
        say(`Panels of the dashboard: ${PICTURE}`)
      }
      await prometheus.stop()
    },
  }
}

async function start(folder: string, targets: Readonly<Record<string, string>>): Promise<Prometheus> {
  await mkdir(folder)
  return startPrometheus({ folder, targets, scale: SCALE })
}
