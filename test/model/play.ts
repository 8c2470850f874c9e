import { watchIncidents } from './incidents.ts'
import { perform } from './perform.ts'
import { probe } from './probe.ts'
import type { Schedule } from './act.ts'
import type { Tally } from './tally.ts'
import { takeOverGlobals } from './sim/timers.ts'
import { World } from './world.ts'

/** What became of a schedule. */
export interface Outcome {
  readonly violations: readonly string[]
  readonly tally: Tally
  readonly story: string
}

/** How long everything stays as it is behind the last step, and when every machine is awake again. */
const TAIL_MS = 1_000
const SETTLING_MS = 8_000
const MAX_SETTLINGS = 100

/** Plays a schedule to its end: its steps, the healing of everything, and the question whether all goes on as before. */
export const play = async (schedule: Schedule, isTold = false): Promise<Outcome> => {
  const world = new World(schedule.noise, isTold)
  using taken = new DisposableStack()
  taken.use(takeOverGlobals(world.time, world.noise))
  taken.use(watchIncidents(world.chronicle, world.time, world.laws))
  let at = 0
  for (const { after, act } of schedule.steps) {
    at += after
    world.time.at(undefined, at, () => perform(world, act))
  }
  await world.time.runUntil(at)
  await world.time.runUntil(Math.max(at, ...world.slots.map(({ machine }) => machine.frozenUntil)) + TAIL_MS)
  heal(world)
  for (
    let settlings = 0;
    settlings === 0 || ((world.pending.size > 0 || world.attendance.isLoading) && settlings < MAX_SETTLINGS);
    settlings++
  ) {
    await world.time.runUntil(world.time.now + SETTLING_MS)
  }
  await probe(world)
  const { violations, chronicle, redis } = world
  chronicle.tally.add('fault: an id comes back', redis.log.returned)
  return { violations, tally: chronicle.tally, story: chronicle.story }
}

const heal = ({ slots, redis, chronicle }: World): void => {
  for (const { network } of slots) network.heal()
  redis.publishes = true
  chronicle.tell(() => 'everything heals')
}
