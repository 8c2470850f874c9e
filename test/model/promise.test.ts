import { describe, expect, test } from 'vitest'
import { explore } from './explore.ts'

/** The same in every run. */
const KNOWN_SEED = 20_240
const RUNS = 200

const things = [
  'from memory',
  'from redis',
  'from the origin',
  'from a load (server)',
  'from a load (nested)',
  'from a load of another reader',
  'read nested',
  'read stacked',
  'reads with a position',
  'invalidations queued',
  'rejected: the reader gave up',
  'fault: message lost',
  'fault: message repeated',
  'fault: message out of order',
  'fault: message delayed',
  'fault: message garbled',
  'fault: dead subscription',
  'fault: line cut',
  'fault: half-open line',
  'fault: start without Redis',
  'fault: publish refused',
  'fault: answer to an append lost',
  'fault: entry late',
  'fault: load of minutes',
  'fault: ten thousand tags at once',
  'fault: log trimmed',
  'fault: log trimmed to nothing',
  'fault: log deleted',
  'fault: open holds lost',
  'fault: hash of holds lost',
  'fault: everything deleted',
  'fault: ids used up',
  'fault: clock of Redis back',
  'fault: restart empty',
  'fault: row that is no record',
  'fault: failover that loses records',
  'fault: failover without loss',
  'fault: master demoted, and its clients kept',
  'fault: demoted master asked',
  'fault: clear lost',
  'fault: an id comes back',
  'fault: process paused',
  'fault: machine suspended',
  'fault: wall clock forward',
  'fault: wall clock back',
  'fault: process crashed',
  'fault: writer died before it invalidated',
  'fault: writer died under a hold',
  'fault: writer died behind its invalidation',
  'fault: record that cannot be read any more',
  'changes under a hold',
  'lease: granted',
  'lease: served',
  'lease: taken-over',
  'lease: unfilled',
  'lease: unreachable',
  'lease: hurried',
  'lease: left',
  'lease: lost',
  'fault: wake-up lost',
  'rejected: the origin fails',
  'record: genesis',
  'record: invalidate',
  'record: clear',
  'record: hold',
  'incident: loss',
  'incident: clear',
  'incident: gap',
  'incident: holds-lost',
  'incident: dead-subscription',
  'incident: append-failed',
  'incident: redis-down',
]

describe('whatever happens to log, messages, connections, clocks and processes', () => {
  test('no read is older than its bound, own writes are seen, and all goes on when it is over: schedules that are the same each time', async () => {
    const { failure, tally } = await explore({ runs: RUNS, seed: KNOWN_SEED })
    expect(failure).toBeUndefined()
    expect(
      things.filter((thing) => tally.of(thing) === 0),
      'never occurred',
    ).toEqual([])
    expect(tally.of('from a cache') / tally.of('reads')).toBeGreaterThan(0.2)
  })

  test('no read is older than its bound, own writes are seen, and all goes on when it is over: schedules by chance', async () => {
    const { failure } = await explore({ runs: RUNS, seed: Math.floor(Math.random() * 0x7fff_ffff) })
    expect(failure).toBeUndefined()
  })
})
