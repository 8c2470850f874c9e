import { describe, expect, it } from 'vitest'
import { Coherence } from '../../../src/coherence/coherence.ts'
import { createMemoryLog } from '../../../src/coherence/log/memory-log.ts'
import type { Position } from '../../../src/coherence/position.ts'
import { createClock } from '../../../src/foundation/clock.ts'
import { uniqueName } from '../../support/names.ts'
import { LoadFence } from '../../../src/cache/origin-load.ts'

const openCoherence = () => {
  const namespace = uniqueName('fence')
  const coherence = new Coherence({
    namespace,
    log: createMemoryLog(namespace, createClock()),
    clock: createClock(),
    maxStaleness: 1_000,
  })
  coherence.open()
  return Object.assign(coherence, { [Symbol.asyncDispose]: async () => void (await coherence.close()) })
}

const positionOf = ({ stamp }: LoadFence): Position => {
  if (stamp === undefined) throw new Error('the fence has no place')
  return stamp
}

describe('the fence of a load', () => {
  it('stands at its start, and moves up to now where nothing that was read is invalidated', async () => {
    await using coherence = openCoherence()
    const fence = new LoadFence(coherence)
    const start = coherence.position
    await coherence.invalidate(['quote:1'])
    expect(fence.stamp).toBe(start)
    expect(fence.move(['pricelist'])).toBe(true)
    expect(fence.stamp).toBe(coherence.position)
    expect(coherence.isValid(positionOf(fence), ['quote:1'])).toBe(true)
  })

  it('stays where something that was read has been invalidated since', async () => {
    await using coherence = openCoherence()
    const fence = new LoadFence(coherence)
    const start = fence.stamp
    await coherence.invalidate(['pricelist'])
    expect(fence.move(['pricelist', 'material:AU585'])).toBe(false)
    expect(fence.stamp).toBe(start)
    expect(fence.move(['material:AU585'])).toBe(true)
  })

  it('that has no place yet is given one only while nothing was read', async () => {
    const namespace = uniqueName('fence')
    const log = createMemoryLog(namespace, createClock())
    const coherence = new Coherence({ namespace, log, clock: createClock(), maxStaleness: 1_000 })
    const fence = new LoadFence(coherence)
    expect(fence.stamp).toBeUndefined()
    coherence.open()
    await coherence.first.reached
    expect([fence.move(['pricelist']), fence.stamp]).toEqual([true, undefined])
    expect([fence.move([]), fence.stamp]).toEqual([true, coherence.position])
    await coherence.close()
  })
})
