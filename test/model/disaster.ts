import type { Disaster } from './act.ts'
import type { World } from './world.ts'

/** Does to Redis what befalls it. */
export const disrupt = (world: World, disaster: Disaster): void => {
  const { redis, chronicle, time } = world
  chronicle.tell(() => `Redis: ${Object.values(disaster).join(' ')}`)
  switch (disaster.do) {
    case 'fail over':
      if (disaster.unheard > 0) redis.publishes = false
      return void time.after(undefined, disaster.unheard, () => {
        redis.publishes = true
        failOver(world, disaster)
      })
    case 'demote': {
      chronicle.fault('master demoted, and its clients kept')
      redis.demote(disaster.lasting)
      return void redis.log.lose(disaster.lost, disaster.ids)
    }
    case 'restart empty':
      chronicle.fault('restart empty')
      redis.forget()
      redis.log.lose(Number.POSITIVE_INFINITY, disaster.ids)
      return redis.takeOver(disaster.lasting)
    case 'trim':
      chronicle.fault(disaster.kept === 0 ? 'log trimmed to nothing' : 'log trimmed')
      return redis.log.trimTo(disaster.kept)
    case 'refuse publish':
      redis.publishes = false
      return void time.after(undefined, disaster.lasting, () => (redis.publishes = true))
    case 'delete log':
      chronicle.fault('log deleted')
      return redis.log.trimTo(0)
    case 'lose holds':
      return chronicle.fault(redis.log.loseHolds() > 0 ? 'open holds lost' : 'hash of holds lost')
    case 'delete all':
      chronicle.fault('everything deleted')
      redis.forget()
      redis.log.loseHolds()
      return redis.log.trimTo(0)
    case 'use up ids':
      chronicle.fault('ids used up')
      return redis.log.useUpIds()
    case 'set clock back':
      chronicle.fault('clock of Redis back')
      return redis.log.setBack(disaster.by)
    case 'corrupt':
      chronicle.fault('record that cannot be read any more')
      return redis.log.corrupt()
    case 'scribble':
      chronicle.fault('row that is no record')
      return redis.log.scribble()
  }
}

const failOver = (world: World, { lost, ids, entries, lasting, again }: Extract<Disaster, { do: 'fail over' }>): void => {
  const { redis, chronicle, time } = world
  const before = redis.log.rows.length
  const gone = redis.log.lose(lost, ids)
  chronicle.fault(gone.length === 0 ? 'failover without loss' : 'failover that loses records')
  if (gone.some(({ kind }) => kind === 'clear')) chronicle.fault('clear lost')
  if (entries === 'lost') redis.forget()
  redis.takeOver(lasting)
  if (again === undefined) return
  const kept = before - gone.length
  time.after(undefined, again, () => {
    failOver(world, {
      do: 'fail over',
      unheard: 0,
      lost: Math.max(0, redis.log.rows.length - kept),
      ids,
      entries,
      lasting,
      again: undefined,
    })
  })
}
