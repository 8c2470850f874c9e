import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measure } from '../../../reference/mes/models/measure.ts'
import type { Geometry } from '../../../reference/shared/catalogue/models.ts'
import { sourceOf } from '../../support/byte-sources.ts'
import { asciiStl, binaryStl, box, sphere, tetrahedron, torus, type Triangle } from '../../support/solids.ts'

const encodings = [
  ['binary', binaryStl],
  ['ASCII', asciiStl],
] as const

const geometryOf = (bytes: Uint8Array, atMost?: number): Geometry => {
  const { geometry, rejectedReason } = measure(sourceOf(bytes, atMost), 'STL')
  if (geometry === null || rejectedReason !== null) throw new Error(`rejected: ${rejectedReason}`)
  return geometry
}

/** Curved bodies by their refinement, and the formulas of what they near. */
const bodies = [
  {
    name: 'a sphere',
    at: (refinement: number) => sphere(9, refinement),
    volume: (4 / 3) * Math.PI * 9 ** 3,
    area: 4 * Math.PI * 9 ** 2,
    box: { x: 18, y: 18, z: 18 },
  },
  {
    name: 'a torus',
    at: (refinement: number) => torus(9, 2, 2 * refinement),
    volume: 2 * Math.PI ** 2 * 9 * 2 ** 2,
    area: 4 * Math.PI ** 2 * 9 * 2,
    box: { x: 22, y: 22, z: 4 },
  },
]

describe.each(encodings)('in %s STL', (_encoding, encode) => {
  describe.each(bodies)('$name of facets', ({ at, volume, area, box: whole }) => {
    const measured = [16, 32, 64, 128].map((refinement) => geometryOf(encode(at(refinement))))

    // Corners on the surface: what is missing is of the order of the square of an edge.
    test.each([
      ['volume', 'volumeMm3', volume],
      ['surface', 'surfaceAreaMm2', area],
    ] as const)('has a %s below the formula, and nears it with the square of its refinement', (_what, property, formula) => {
      const missing = measured.map((geometry) => 1 - geometry[property] / formula)
      for (const share of missing) expect(share).toBeGreaterThan(0)
      missing.slice(1).forEach((share, index) => expect((missing[index] ?? 0) / share).toBeCloseTo(4, 0))
      const [, , rough = 0, close = 0] = missing
      expect(rough / close).toBeCloseTo(4, 1)
      expect(close).toBeLessThan(0.002)
    })

    test('has the box of the body, since it touches its sides', () => {
      for (const {
        boundingBoxMm: { x, y, z },
      } of measured) {
        expect([x, y, z]).toEqual([whole.x, whole.y, whole.z].map((edge) => expect.closeTo(edge, 5)))
      }
    })

    test('has as many polygons as it was made of', () => {
      expect(measured.map(({ polygonCount }) => polygonCount)).toEqual(
        [16, 32, 64, 128].map((refinement) => at(refinement).length),
      )
    })
  })
})

describe('a cube in pieces', () => {
  const parts = (count: number): readonly Triangle[] => {
    const [edge, size] = [10, 10 / count]
    const places = Array.from({ length: count ** 3 }, (_, index) => [
      index % count,
      Math.floor(index / count) % count,
      Math.floor(index / count ** 2),
    ])
    return places.flatMap(([x = 0, y = 0, z = 0]) =>
      box([size, size, size], [x * size - edge / 2, y * size - edge / 2, z * size - edge / 2]),
    )
  }
  test.each([1, 2, 4])('has a³, however many it has along an edge: %i', (count) => {
    const { volumeMm3, surfaceAreaMm2, boundingBoxMm } = geometryOf(binaryStl(parts(count)))
    expect(volumeMm3).toBeCloseTo(1000, 6)
    expect(surfaceAreaMm2).toBeCloseTo(600 * count, 6)
    expect(boundingBoxMm).toEqual({ x: 10, y: 10, z: 10 })
  })
})

test('a body measures the same, wherever it lies and however it is turned about the axes', () => {
  const body = tetrahedron(12)
  const { volumeMm3, surfaceAreaMm2 } = geometryOf(asciiStl(body))
  fc.assert(
    fc.property(fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -1000, max: 1000 }))), fc.nat({ max: 2 }), (offset, turn) => {
      const moved = body.map(
        (triangle) =>
          triangle.map((point) => {
            const [x = 0, y = 0, z = 0] = [0, 1, 2].map((axis) => (point[(axis + turn) % 3] ?? 0) + (offset[axis] ?? 0))
            return [x, y, z] as const
          }) as unknown as Triangle,
      )
      const geometry = geometryOf(asciiStl(moved))
      expect(geometry.volumeMm3).toBeCloseTo(volumeMm3, 5)
      expect(geometry.surfaceAreaMm2).toBeCloseTo(surfaceAreaMm2, 5)
    }),
    { numRuns: 50 },
  )
})

describe.each(encodings)('a file in %s STL measures the same', (_encoding, encode) => {
  const bytes = encode(sphere(5, 12))
  const whole = geometryOf(bytes)
  test('in whatever pieces it comes from the disk', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (atMost) => {
        expect(geometryOf(bytes, atMost)).toEqual(whole)
      }),
      { numRuns: 40 },
    )
  })

  test('when it is longer than a piece that is read at once', () => {
    const [fine, again] = [encode(sphere(5, 100)), encode(sphere(5, 100))]
    expect(fine.length).toBeGreaterThan(1_048_576 + 50)
    expect(geometryOf(fine)).toEqual(geometryOf(again, 999_983))
  })
})
