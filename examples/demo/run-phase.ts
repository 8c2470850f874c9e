import { setTimeout as pause } from 'node:timers/promises'
import type { Fleet } from './fleet.ts'
import { type PhaseResult, summarize } from './result.ts'
import type { Phase } from './plan.ts'

/** Drives one phase, shows how it goes, and sums it up. Leaves nothing running. */
export async function runPhase(phase: Phase, seconds: number, open: () => Promise<Fleet>, say: (line: string) => void): Promise<PhaseResult> {
  const fleet = await open()
  try {
    const startedAt = performance.now()
    fleet.start()
    for (let second = 1; second <= seconds; second++) {
      await pause(Math.max(0, startedAt + second * 1_000 - performance.now()))
      if (second % 5 === 0 || second === seconds) say(await progressOf(fleet, second, seconds))
    }
    const reports = await fleet.stop()
    return summarize({ phase, seconds, reports, stats: await fleet.stats() })
  } finally {
    await fleet.close()
  }
}

async function progressOf(fleet: Fleet, second: number, seconds: number): Promise<string> {
  const { mes } = await fleet.stats()
  const { 'orders.list': lists = 0, 'orders.status': statuses = 0 } = mes.requests
  return `  ${String(second).padStart(3)}/${seconds} s: ${lists} list calls and ${statuses} status calls at MES, ${mes.waiting} queries waiting, ${mes.journal.length} writes`
}
