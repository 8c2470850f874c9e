import { describe, expect, test } from 'vitest'
import { failureOf, resultOf } from '../../../reference/mes/calculation.ts'
import { findMaterial } from '../../../reference/shared/catalogue/materials.ts'
import type { Geometry } from '../../../reference/shared/catalogue/models.ts'
import { FIRST_TARIFF, type Tariff } from '../../../reference/shared/catalogue/tariff.ts'

const gold = findMaterial('AU585') ?? expect.unreachable('AU585 is gone')
const silver = findMaterial('AG925') ?? expect.unreachable('AG925 is gone')
const cube = (edge: number): Geometry => ({
  polygonCount: 12,
  volumeMm3: edge ** 3,
  surfaceAreaMm2: 6 * edge ** 2,
  boundingBoxMm: { x: edge, y: edge, z: edge },
})
const request = { modelId: 'mod_1', materialCode: 'AU585', quantity: 2, currency: 'EUR' } as const
const resultWith = (change: Partial<Tariff>) =>
  resultOf({ request, geometry: cube(10), material: gold, finishCode: 'RAW', tariff: { ...FIRST_TARIFF, ...change } }, 0)

describe('what the foundry can make', () => {
  test.each([
    [cube(0.99), gold, { code: 'too-small-to-cast', detail: 'A piece has 0.970299 mm³; at least 1 mm³ can be cast.' }],
    [cube(1), gold, null],
    [{ ...cube(5), boundingBoxMm: { x: 1, y: 200, z: 1 } }, gold, null],
    [
      { ...cube(5), boundingBoxMm: { x: 1, y: 200.1, z: 1 } },
      gold,
      { code: 'too-large-to-cast', detail: 'A piece is 200.1 mm long; at most 200 mm can be cast.' },
    ],
    [cube(54), gold, { code: 'too-heavy-to-cast', detail: 'A piece has 2062.778 g of metal; at most 2000 g can be cast.' }],
    [cube(54), silver, null],
  ])('is bounded by volume, by length and by mass: %#', (geometry, material, failure) => {
    expect(failureOf({ geometry, material })).toEqual(failure)
  })
})

describe('a price', () => {
  test('names the price list and the algorithm that it was made with', () => {
    const tariff = { priceList: { version: '2027', factor: 1 }, algorithm: { version: '2.0', castingLoss: 1.1 } }
    expect(resultWith(tariff)).toMatchObject({
      priceListVersion: '2027',
      algorithmVersion: '2.0',
      validUntil: '1970-01-01T00:00:00.000Z',
    })
  })

  test('grows by the factor of the price list', () => {
    const [once, thrice] = [1, 3].map((factor) => resultWith({ priceList: { version: 'x', factor } }).unitPrice.amountMinor)
    expect((thrice ?? 0) / (once ?? 0)).toBeCloseTo(3, 3)
  })

  test('grows with the metal that is lost in casting, by what that costs', () => {
    const [without, half] = [1, 1.5].map((castingLoss) => resultWith({ algorithm: { version: 'x', castingLoss } }))
    const goldEuro = 13.1 * 0.585 * 74
    expect((half?.unitPrice.amountMinor ?? 0) - (without?.unitPrice.amountMinor ?? 0)).toBeCloseTo(0.5 * goldEuro * 100, -1)
    expect(half?.metalMassG).toBe(without?.metalMassG)
  })
})
