import type { Deed } from './act.ts'
import { type Commit, type Entity, markOf } from './ledger.ts'
import { sleep } from './origin.ts'
import type { SimProcess } from './sim-process.ts'
import { allTagsOf, tagsOf } from './subject.ts'
import type { Slot, World } from './world.ts'

type Change = Extract<Deed, { do: 'change' }>

/** Commits and invalidates, under a hold or not, as `mutate` does it in that order. */
export const change = async (world: World, slot: Slot, process: SimProcess, deed: Change): Promise<void> => {
  const { ledger, chronicle, time } = world
  const { host } = process.place
  const id = ledger.reserve()
  if (deed.forgottenIn !== undefined) time.after(undefined, deed.forgottenIn, () => forget(world, slot, deed.rowsKept))
  const { value: commit, status, position } = await mutate(world, slot, process, deed, id)
  if (status === 'applied') commit.acknowledgedAt = time.now
  else chronicle.tally.add('invalidations queued')
  world.bookmarks.push(ledger.bookmark(position, commit))
  chronicle.tell(() => `process ${host.name} is told that its change ${markOf(id)} is ${status}`)
  if (deed.dies !== 'after') return
  chronicle.fault('writer died behind its invalidation')
  world.kill(slot)
}

const mutate = (world: World, slot: Slot, process: SimProcess, deed: Change, id: number) => {
  const { entities, hold, settle } = deed
  const { application } = process
  if (hold === undefined)
    return application.mutate(
      ({ tags }) => tags,
      () => commitBy(world, slot, process, deed, id),
      { settle },
    )
  const tags = [...allTagsOf(entities), markOf(id)]
  const unheld = id % 2 === 0 ? 'refuse' : 'proceed'
  return application.mutate(tags, () => commitBy(world, slot, process, deed, id), { settle, hold: { lease: hold, unheld } })
}

const commitBy = async (
  world: World,
  slot: Slot,
  process: SimProcess,
  deed: Change,
  id: number,
): Promise<Commit & { readonly tags: readonly string[] }> => {
  const { ledger, chronicle, time, redis } = world
  const { entities, commitsIn, answersIn, dies } = deed
  const { host } = process.place
  await sleep(world, process, commitsIn)
  const tags = [...tagsOf(entities, ledger.versions.y), markOf(id)]
  const hold = ledger.holdOf(id)
  const isHeld = hold !== undefined && redis.log.isHeld(hold)
  const commit = ledger.commit(id, host, entities, time.now, isHeld)
  chronicle.tally.add(isHeld ? 'changes under a hold' : 'changes')
  chronicle.tell(
    () => `process ${host.name} commits ${show(entities, ledger.versions)} (${markOf(id)})${isHeld ? ' under a hold' : ''}`,
  )
  await sleep(world, process, answersIn)
  if (dies === 'before') await die(world, slot, isHeld)
  commit.called = ledger.call()
  return Object.assign(commit, { tags })
}

/** Redis loses what it kept of holds, and only the writer is left to know. */
const forget = (world: World, slot: Slot, rowsKept: number | undefined): void => {
  const {
    chronicle,
    redis: { log },
  } = world
  chronicle.fault(log.loseHolds() > 0 ? 'open holds lost' : 'hash of holds lost')
  if (rowsKept !== undefined) log.trimTo(rowsKept)
  for (const other of world.slots) if (other !== slot) world.kill(other)
}

const show = (entities: readonly Entity[], versions: Readonly<Record<Entity, number>>): string =>
  entities.map((entity) => `${entity}${versions[entity]}`).join(' ')

const die = (world: World, slot: Slot, isHeld: boolean): Promise<never> => {
  world.chronicle.fault(isHeld ? 'writer died under a hold' : 'writer died before it invalidated')
  world.kill(slot)
  return new Promise(() => {})
}
