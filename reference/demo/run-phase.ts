import { setTimeout as pause } from 'node:timers/promises'
import type { Fleet } from './fleet.ts'
import { type PhaseResult, summarize } from './result.ts'
import { instant } from '../consumers/observation.ts'
import { type Phase, WARM_UP_MS } from './plan.ts'

export interface PhaseRun {
  readonly phase: Phase
  readonly seconds: number
  readonly open: () => Promise<Fleet>
  readonly say: (line: string) => void
}

/** When a phase was played, in seconds since Unix time 0. */
export interface PhaseSpan {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** Drives one phase, shows how it goes, and sums up what came after the warm-up. Leaves nothing running. */
export async function runPhase({ phase, seconds, open, say }: PhaseRun): Promise<PhaseResult> {
  const fleet = await open()
  try {
    fleet.start()
    await pause(WARM_UP_MS)
    const before = await fleet.stats()
    const since = instant()
    const startedAt = performance.now()
    for (let second = 1; second <= seconds; second++) {
      await pause(Math.max(0, startedAt + second * 1_000 - performance.now()))
      if (second % 5 === 0 || second === seconds) say(await progressOf(fleet, second, seconds))
    }
    const reports = await fleet.stop()
    return summarize({ phase, seconds, since, reports, before, stats: await fleet.stats() })
  } finally {
    await fleet.close()
  }
}

async function progressOf(fleet: Fleet, second: number, seconds: number): Promise<string> {
  const { mes } = await fleet.stats()
  const { 'orders.list': lists = 0, 'orders.status': statuses = 0 } = mes.requests
  const calls = `${lists} list calls and ${statuses} status calls at MES`
  return `  ${String(second).padStart(3)}/${seconds} s: ${calls}, ${mes.waiting} queries waiting, ${mes.journal.length} writes`
}
