import { machineNow } from '../support/history.ts'

const TICK_MS = 2
/** What a process that stood still makes up for, at most. */
const MAX_BACKLOG = 50

/** Calls `act` at an even rate, whether or not earlier calls have ended. Returns what stops it. */
export const atRate = (perSecond: number, act: () => void): (() => void) => {
  let due = machineNow()
  const interval = 1_000 / perSecond
  const timer = setInterval(() => {
    const now = machineNow()
    due = Math.max(due, now - MAX_BACKLOG * interval)
    for (; due <= now; due += interval) act()
  }, TICK_MS)
  return () => clearInterval(timer)
}
