import type { SimEvent } from './event-queue.ts'
import type { Noise } from './noise.ts'
import type { SimTime } from './time.ts'

const real = { setTimeout, clearTimeout, setInterval, clearInterval }
const realRandom = Math.random

/** What a timer function returns: enough of a `NodeJS.Timeout` for those who only keep and clear it. */
class SimTimer {
  event: SimEvent | undefined

  unref(): this {
    return this
  }

  clear(): void {
    if (this.event !== undefined) this.event.cancelled = true
  }
}

/** Puts the global timers, and chance, into the hands of a simulation while one of its processes runs; for everybody else they stay real. */
export const takeOverGlobals = (time: SimTime, noise: Noise): Disposable => {
  const start = (run: () => void, delay: number, repeats: boolean): SimTimer | undefined => {
    const host = time.running
    if (host === undefined) return undefined
    const milliseconds = Math.max(1, Math.ceil(delay))
    const timer = new SimTimer()
    const fire = (): void => {
      if (repeats) timer.event = time.timer(host, milliseconds, fire)
      run()
    }
    timer.event = time.timer(host, milliseconds, fire)
    return timer
  }
  const clear = (timer: unknown): void => {
    if (timer instanceof SimTimer) timer.clear()
    else real.clearTimeout(timer as NodeJS.Timeout | undefined)
  }
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms = 0) => start(run, ms, false) ?? real.setTimeout(run, ms),
    setInterval: (run: () => void, ms = 0) => start(run, ms, true) ?? real.setInterval(run, ms),
    clearTimeout: clear,
    clearInterval: clear,
  })
  Math.random = () => (time.running === undefined ? realRandom() : noise.next())
  const giveBack = (): void => {
    Object.assign(globalThis, real)
    Math.random = realRandom
  }
  return { [Symbol.dispose]: giveBack }
}
