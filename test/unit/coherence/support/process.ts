import { vi } from 'vitest'
import type { LogRecord } from '../../../../src/coherence/log/record.ts'
import { Tracker } from '../../../../src/coherence/follow/tracker.ts'
import { createClock } from '../../../../src/foundation/clock.ts'
import type { FakeLine, FakeLog } from './fake-log.ts'
import type { TrackerIncident, TrackerOptions } from '../../../../src/coherence/coherence-options.ts'

/** A process that follows a log. Its clock and its timers are the faked ones of the test. */
export interface Process {
  readonly tracker: Tracker
  readonly line: FakeLine
  readonly incidents: TrackerIncident[]
  readonly clock: ReturnType<typeof createClock>
  knows(record: LogRecord): boolean
  /** A question asked now, answered. */
  confirm(): Promise<boolean>
}

/** Timers and time that move only when told to. */
export const fakeTime = (): void => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
}

export const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds)

export const followerOf = async (
  log: FakeLog,
  line: FakeLine = log.line(),
  more: Partial<TrackerOptions> = {},
): Promise<Process> => {
  const clock = createClock(
    () => Date.now(),
    () => Date.now(),
  )
  const incidents: TrackerIncident[] = []
  const tracker = new Tracker({ log: line, clock, changed: () => {}, report: (incident) => incidents.push(incident), ...more })
  line.open({
    up: (continued) => tracker.up(continued),
    lost: () => tracker.lost(),
    down: () => tracker.down(),
    unheard: () => {},
    deaf: () => {},
    message: (record) => tracker.hear(record),
  })
  await pass(10)
  return {
    tracker,
    line,
    incidents,
    clock,
    knows: (record) => tracker.follower.hasApplied(record, clock.now()),
    confirm: async () => {
      const answer = tracker.confirm(clock.now())
      await pass(20)
      return answer
    },
  }
}
