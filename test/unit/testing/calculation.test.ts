import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { makeScratch } from '../../support/scratch.ts'
import { asciiStl, binaryStl, box } from '../../support/solids.ts'
import { prism } from '../../../reference/quote-burst/prism.ts'
import { createSmallKit } from './support/small-apis.ts'
import { scriptPricing } from './support/scripted-pricing.ts'

afterEach(() => void vi.useRealTimers())

const CALCULATION_MS = 9 * 60_000
const request = { materialCode: 'AU585', quantity: 1, currency: 'EUR' }
const small = binaryStl(box([4, 2, 3], [0, 0, 0]))
/** Digested by a thread of its own. */
const large = prism(7_000)

const models = [
  ['bytes', async () => small],
  ['bytes that a thread digests', async () => large],
  ['a file that a thread digests', async (folder: string) => `${folder}/large.stl`],
  ['a stream', async () => Readable.from([asciiStl(box([4, 2, 3], [0, 0, 0]))])],
] as const

describe.each(['real', 'fake'] as const)('a calculation of minutes under %s timers', (timers) => {
  test.each(models)('ends within one advance: of %s', async (_, modelIn) => {
    await using scratch = await makeScratch()
    await writeFile(join(scratch.path, 'large.stl'), large)
    if (timers === 'fake') vi.useFakeTimers()
    const kit = createSmallKit()
    scriptPricing(kit, CALCULATION_MS)
    const settled = vi.fn<() => void>()
    const call = kit.sdk.mes.quotes
      .calculate({ model: await modelIn(scratch.path), ...request }, { timeout: '20m' })
      .finally(settled)
    await kit.clock.advance(CALCULATION_MS - 20_000)
    expect(settled).not.toHaveBeenCalled()
    expect(kit.calls('mes.quotes.get').length).toBeGreaterThan(5)
    await kit.clock.advance('40s')
    expect(settled).toHaveBeenCalled()
    expect((await call).result.totalPrice).toEqual({ amountMinor: 64_250, currency: 'EUR' })
    await kit.close()
  })
})
