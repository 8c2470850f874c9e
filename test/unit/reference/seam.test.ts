import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Point } from '../../../reference/mes/models/point.ts'
import { createSeam } from '../../../reference/mes/models/seam.ts'
import { sphere, torus, type Triangle } from '../../support/solids.ts'

const isClosed = (triangles: readonly Triangle[]): boolean => {
  const seam = createSeam()
  for (const [a, b, c] of triangles) seam.pass(a, b, c)
  return seam.isClosed
}

/** The definition, counted edge by edge. */
const closesByCount = (triangles: readonly Triangle[]): boolean => {
  const left = new Map<string, number>()
  const pass = (from: Point, to: Point): void => {
    const isForward = from.join() < to.join()
    const edge = (isForward ? [from, to] : [to, from]).join(' ')
    if (from.join() !== to.join()) left.set(edge, (left.get(edge) ?? 0) + (isForward ? 1 : -1))
  }
  for (const [a, b, c] of triangles)
    [
      [a, b],
      [b, c],
      [c, a],
    ].forEach(([from, to]) => from !== undefined && to !== undefined && pass(from, to))
  return [...left.values()].every((count) => count === 0)
}

const corner = fc.constantFrom<Point[]>([0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, 0.5, 1e-7])
const anyTriangle = fc.tuple(corner, corner, corner)
/** Some triangles alone, and some with another one turned against them, so that closed surfaces come up often. */
const surface = fc
  .tuple(fc.array(anyTriangle, { maxLength: 2 }), fc.array(anyTriangle, { maxLength: 4 }))
  .map(([alone, paired]): readonly Triangle[] => [...alone, ...paired, ...paired.map(([a, b, c]): Triangle => [b, a, c])])

test('a surface is closed exactly when each of its edges is run along as often one way as the other', () => {
  let closed = 0
  fc.assert(
    fc.property(surface, (triangles) => {
      const expected = closesByCount(triangles)
      closed += expected ? 1 : 0
      expect(isClosed(triangles)).toBe(expected)
    }),
    { numRuns: 1000 },
  )
  expect(closed).toBeGreaterThan(100)
  expect(closed).toBeLessThan(900)
})

test.each([
  ['sphere', sphere(9, 20)],
  ['torus', torus(9, 2, 20)],
])('a %s is closed; without any one facet, or with it turned, it is open', (_name, body) => {
  expect(isClosed(body)).toBe(true)
  for (const [index, [a, b, c]] of body.entries()) {
    expect(isClosed(body.toSpliced(index, 1))).toBe(false)
    expect(isClosed(body.toSpliced(index, 1, [a, c, b]))).toBe(false)
  }
})

test('the order of the facets does not matter', () => {
  const body = [...sphere(3, 4)]
  fc.assert(
    fc.property(fc.shuffledSubarray(body, { minLength: body.length }), (shuffled) => {
      expect(isClosed(shuffled)).toBe(true)
    }),
  )
})
