import { setTimeout as pause } from 'node:timers/promises'
import type { AlertState, Prometheus } from '../../../scripts/prometheus-server.ts'
import type { ObservedFleet } from './fleet.ts'

/** What is done to the fleet, and which alerts it raises. Those that neither end soon nor later look back for ten minutes or an hour. */
export interface Fault {
  readonly text: string
  /** The same in two words, for pictures. */
  readonly mark: string
  readonly raises: readonly string[]
  /** Those that end before the next fault begins. */
  readonly endSoon: readonly string[]
  /** Those that look back for five minutes. They have ended at the end of the transcript. */
  readonly endLater?: readonly string[]
  begin(fleet: ObservedFleet): Promise<unknown>
  /** `undefined` where it ends by itself, or never. */
  end?(fleet: ObservedFleet): Promise<unknown>
  /** How long it lasts at least, in seconds before scaling. */
  readonly seconds: number
}

const acl =
  (...rules: readonly string[]) =>
  ({ redis }: ObservedFleet) =>
    redis.command('ACL', 'SETUSER', 'default', ...rules)
const all = acl('reset', 'on', 'nopass', '~*', '&*', '+@all')

export const faults: readonly Fault[] = [
  {
    text: 'Redis is killed for a minute, and comes back empty',
    mark: 'Redis down',
    raises: ['MescrmInvalidationsQueued', 'MescrmRedisDownEverywhere', 'MescrmOriginLoadHigh'],
    endSoon: ['MescrmInvalidationsQueued', 'MescrmRedisDownEverywhere'],
    endLater: ['MescrmOriginLoadHigh'],
    begin: ({ redis }) => redis.kill(),
    end: ({ redis }) => redis.restart({ empty: true }),
    seconds: 60,
  },
  {
    text: 'the way of one service to Redis is cut for a minute',
    mark: 'one cut off',
    raises: ['MescrmRedisDownForOne'],
    endSoon: ['MescrmRedisDownForOne'],
    begin: async ({ path }) => path.cut(),
    end: async ({ path }) => path.heal(),
    seconds: 60,
  },
  {
    text: 'MES is killed for a minute: caches answer for it',
    mark: 'MES down',
    raises: [],
    endSoon: [],
    begin: (fleet) => fleet.killMes(),
    seconds: 60,
  },
  {
    text: 'Redis loses everything to FLUSHALL, while MES is down',
    mark: 'and FLUSHALL',
    raises: ['MescrmClears', 'MescrmLoadsRefused'],
    endSoon: [],
    endLater: ['MescrmLoadsRefused'],
    begin: ({ redis }) => redis.command('FLUSHALL'),
    end: (fleet) => fleet.restartMes(),
    seconds: 0,
  },
  {
    text: 'Redis refuses to read the log for a minute',
    mark: 'log refused',
    raises: ['MescrmRedisRefuses', 'MescrmStalenessNotConfirmed'],
    endSoon: ['MescrmStalenessNotConfirmed'],
    begin: acl('-xrevrange'),
    end: all,
    seconds: 60,
  },
  {
    text: 'Redis allows no channel for a minute',
    mark: 'no channel',
    raises: ['MescrmPubSubBroken'],
    endSoon: [],
    begin: acl('resetchannels'),
    end: all,
    seconds: 60,
  },
  {
    text: 'both services end',
    mark: 'services end',
    raises: ['MescrmMetricsGone'],
    endSoon: [],
    begin: (fleet) => fleet.killServices(),
    seconds: 0,
  },
]

export interface Happening {
  /** Seconds since Unix time 0. */
  readonly at: number
  readonly text: string
}

/** A fault that was played, and the states of alerts that were seen from its begin to its end. */
export interface Played {
  readonly fault: Fault
  readonly start: number
  readonly end: number
}

export interface Transcript {
  readonly happenings: readonly Happening[]
  readonly played: readonly Played[]
}

const now = (): number => Date.now() / 1_000

/** Notes each change of the state of an alert until it is stopped. */
const watchAlerts = (
  prometheus: Prometheus,
  note: (text: string) => void,
): { state(name: string): AlertState; stop(): Promise<void> } => {
  let states: ReadonlyMap<string, AlertState> = new Map()
  const stopping = new AbortController()
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const next = await prometheus.alerts()
      for (const [name, state] of next) {
        const before = states.get(name) ?? 'inactive'
        if (state === 'firing' && before !== 'firing') note(`${name} fires`)
        if (state !== 'firing' && before === 'firing') note(`${name} ends`)
      }
      states = next
      await pause(50, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    state: (name) => states.get(name) ?? 'inactive',
    stop: () => (stopping.abort(), watching),
  }
}

/** An alert of all services ends with the first one that has Redis again. */
const everyServiceHasRedis = async (prometheus: Prometheus): Promise<void> => {
  while ((await prometheus.query('min(mescrm_redis_up) == 1')).length === 0) await pause(50)
}

export interface Play {
  readonly fleet: ObservedFleet
  readonly prometheus: Prometheus
  /** What all durations are multiplied by. */
  readonly scale: number
  readonly say?: (happening: Happening) => void
}

/** Plays every fault in turn. It waits until the alerts of a fault fire, and until those that end soon have ended. */
export const playFaults = async ({ fleet, prometheus, scale, say = () => undefined }: Play): Promise<Transcript> => {
  const happenings: Happening[] = []
  const played: Played[] = []
  const note = (text: string): void => {
    const happening = { at: now(), text }
    happenings.push(happening)
    say(happening)
  }
  const alerts = watchAlerts(prometheus, note)
  const until = async (names: readonly string[], state: 'firing' | 'ended'): Promise<void> => {
    while (names.some((name) => (alerts.state(name) === 'firing') !== (state === 'firing'))) await pause(50)
  }
  try {
    for (const fault of faults) {
      const start = now()
      note(`— ${fault.text}`)
      await fault.begin(fleet)
      await Promise.all([until(fault.raises, 'firing'), pause(fault.seconds * scale * 1_000)])
      await fault.end?.(fleet)
      const end = now()
      if (fault.end !== undefined) {
        note('— it is mended')
        await everyServiceHasRedis(prometheus)
      }
      await until(fault.endSoon, 'ended')
      played.push({ fault, start, end })
    }
    await until(
      faults.flatMap(({ endLater = [] }) => endLater),
      'ended',
    )
  } finally {
    await alerts.stop()
  }
  return { happenings, played }
}
