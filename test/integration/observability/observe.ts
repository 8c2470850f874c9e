import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Prometheus, startPrometheus } from '../../../scripts/prometheus-server.ts'
import { makeScratch } from '../../support/scratch.ts'
import { killWithParent } from '../../support/watchdog.ts'
import { type Happening, playFaults, type Transcript } from './faults.ts'
import { chooseTargets, startFleet, type Targets } from './fleet.ts'
import { yesterday } from './history.ts'

/** Loads a second at the origin on the day before, by which the alert on the origin's load judges. */
const LOADS_OF_YESTERDAY = 4

export interface Observation extends Transcript {
  readonly prometheus: Prometheus
  /** What each service exported before the first fault, in Prometheus's text format. */
  readonly exported: readonly string[]
  /** When the services had been scraped first, in seconds since Unix time 0. */
  readonly start: number
  /** When the last fault ended. */
  readonly end: number
}

export interface ObserveOptions {
  /** What all durations are multiplied by. */
  readonly scale: number
  readonly say?: (happening: Happening) => void
}

/** How long the services run before the first fault, in seconds before scaling. */
const CALM_SECONDS = 90

const waitForServices = async (prometheus: Prometheus, targets: Targets): Promise<void> => {
  while ((await prometheus.query('mescrm_redis_up == 1')).length < Object.keys(targets).length) await pause(50)
}

/** Lets a real Prometheus watch the example services through every fault, and hands over what it knows to `use`. */
export const observe = async <T>({ scale, say }: ObserveOptions, use: (observation: Observation) => Promise<T>): Promise<T> => {
  await using scratch = await makeScratch()
  const folder = join(scratch.path, 'prometheus')
  await mkdir(folder)
  const targets = await chooseTargets()
  const starting = startPrometheus({ folder, targets: { ...targets }, scale, history: yesterday(LOADS_OF_YESTERDAY, scale) })
  const [prometheus, started] = await Promise.all([starting, startFleet(scratch.path, targets)])
  await using fleet = started
  killWithParent(prometheus.child)
  try {
    await waitForServices(prometheus, targets)
    const start = Date.now() / 1_000
    await pause(CALM_SECONDS * scale * 1_000)
    const exported = await Promise.all(
      Object.values(targets).map(async (address: string) => (await fetch(`http://${address}/metrics`)).text()),
    )
    const transcript = await playFaults({ fleet, prometheus, scale, ...(say === undefined ? {} : { say }) })
    return await use({ ...transcript, prometheus, exported, start, end: Date.now() / 1_000 })
  } finally {
    await prometheus.stop()
  }
}
