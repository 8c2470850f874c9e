import type { Act, Deed } from './act.ts'
import { change } from './changing.ts'
import { disrupt } from './disaster.ts'
import { befall } from './mishap.ts'
import { read } from './reading.ts'
import type { SimProcess } from './sim-process.ts'
import { subjects } from './subject.ts'
import { SERVER, type World } from './world.ts'

/** Does what a step says. */
export const perform = (world: World, act: Act): void => {
  switch (act.do) {
    case 'read':
    case 'change':
    case 'overflow':
      return start(world, act)
    case 'fail over':
    case 'demote':
    case 'restart empty':
    case 'trim':
    case 'refuse publish':
    case 'delete log':
    case 'lose holds':
    case 'delete all':
    case 'use up ids':
    case 'set clock back':
    case 'scribble':
    case 'corrupt':
      return disrupt(world, act)
    default:
      return befall(world, act)
  }
}

/** A frozen machine does it when it wakes, and counts from then on. */
const start = (world: World, deed: Deed): void => {
  if (deed.do === 'read' && deed.crowd) {
    for (const who of world.slots.keys()) if (who !== SERVER) start(world, { ...deed, crowd: false, who })
    return
  }
  const slot = world.slots[deed.who]
  if (slot === undefined) return
  world.on(slot, (process) => {
    switch (deed.do) {
      case 'read':
        return readAgain(world, process, deed, deed.times)
      case 'change':
        return follow(world, process, change(world, slot, process, deed))
      case 'overflow':
        return follow(world, process, overflow(world, process))
    }
  })
}

const readAgain = (world: World, process: SimProcess, deed: Extract<Deed, { do: 'read' }>, times: number): void => {
  const { subject, maxStaleness, takes, fails, mode, patience } = deed
  const bookmark = deed.atLeast === undefined ? undefined : world.bookmarks.at(-1 - deed.atLeast)
  const atLeast = bookmark === undefined ? [] : [bookmark]
  const signal = patience === undefined ? undefined : impatient(world, process, patience)
  const reading = {
    subject: subjects[subject],
    as: 'plain',
    maxStaleness,
    takesMs: takes,
    fails,
    atLeast,
    mode,
    ...(signal && { signal, patience }),
  } as const
  if (atLeast.length > 0) world.chronicle.tally.add('reads with a position')
  follow(world, process, read(world, process, reading))
  if (times > 1) world.time.timer(process.place.host, deed.every, () => readAgain(world, process, deed, times - 1))
}

const impatient = (world: World, { place }: SimProcess, milliseconds: number): AbortSignal => {
  const controller = new AbortController()
  world.time.timer(place.host, milliseconds, () => controller.abort(new Error('the reader gave up')))
  return controller.signal
}

/** Counts a call until it is settled. A process that dies takes its calls with it. */
const follow = (world: World, { place: { host } }: SimProcess, call: Promise<unknown>): void => {
  const ended = (): void => void world.pending.delete(call)
  world.pending.set(call, host)
  call.then(ended, (cause: Error) => {
    ended()
    world.chronicle.tally.add(`rejected: ${cause.message}`)
  })
}

/** More invalidations at once than a queue takes. */
const overflow = async (world: World, { application }: SimProcess): Promise<void> => {
  world.chronicle.fault('ten thousand tags at once')
  await application.invalidate(MANY_TAGS)
}

const MANY_TAGS = Array.from({ length: 10_001 }, (_, index) => `many:${index}`)
