import { describe, expect, test } from 'vitest'
import { Coherence } from '../../../src/coherence/coherence.ts'
import { createMemoryLog } from '../../../src/coherence/memory-log.ts'
import { createClock } from '../../../src/foundation/clock.ts'

const opened = async (namespace: string): Promise<Coherence> => {
  const coherence = new Coherence({ namespace, log: createMemoryLog(namespace), clock: createClock(), maxStaleness: 1_000 })
  coherence.open()
  await coherence.ready()
  return coherence
}

describe('an own invalidation', () => {
  test('whose message came before its answer leaves its tags open', async () => {
    const coherence = await opened('own-message-first')
    await coherence.invalidate(['a'])
    expect(coherence.isOpen(['a'])).toBe(true)
    await coherence.invalidateAll(new Error('tags unknown'))
    expect(coherence.isOpen(['a'])).toBe(true)
    await coherence.close()
  })

  test('is seen at once: no earlier stamp is valid when it has been answered', async () => {
    const coherence = await opened('own-writes')
    const stamp = coherence.position
    await coherence.invalidate(['a'])
    expect(stamp && coherence.isValid(stamp, ['a'])).toBe(false)
    expect(stamp && coherence.isValid(stamp, ['b'])).toBe(true)
    await coherence.close()
  })
})
