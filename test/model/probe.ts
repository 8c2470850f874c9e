import { subjects } from './subject.ts'
import { read } from './reading.ts'
import type { SimProcess } from './sim-process.ts'
import type { World } from './world.ts'

/** Holds a healed simulation to what it owes: every call is settled, nothing is queued, and reads come from memory again. */
export const probe = async (world: World): Promise<void> => {
  if (world.pending.size > 0) fail(world, `${world.pending.size} calls never settle`)
  for (const slot of world.slots) {
    const { process } = slot
    if (process === undefined) continue
    if (!(await servesFromMemory(world, process)))
      fail(world, `process ${process.place.host.name} does not serve from memory again`)
    await act(world, process, async () => {
      const queued = await process.application.close()
      if (queued > 0) fail(world, `process ${process.place.host.name} has ${queued} invalidations left`)
    })
  }
}

const PROBE_MS = 1_200
const ATTEMPTS = 4

/** The entry of one read may expire before the next, but not again and again. */
const servesFromMemory = async (world: World, process: SimProcess): Promise<boolean> => {
  const { tally } = world.chronicle
  const before = tally.of('from memory')
  for (let attempt = 0; attempt < ATTEMPTS && tally.of('from memory') === before; attempt++) {
    await act(world, process, () => read(world, process, { subject: subjects.x, as: 'plain' }))
  }
  return tally.of('from memory') > before
}

const act = async (world: World, { place }: SimProcess, run: () => Promise<unknown>): Promise<void> => {
  world.time.at(
    place.host,
    world.time.now,
    () => void run().catch((cause: Error) => fail(world, `a probe failed: ${cause.message}`)),
  )
  await world.time.runUntil(world.time.now + PROBE_MS)
}

const fail = ({ violations, chronicle }: World, text: string): void => {
  violations.push(`STUCK: ${text}`)
  chronicle.tell(() => `STUCK: ${text}`)
}
