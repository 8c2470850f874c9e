import { describe, expect, test } from 'vitest'
import { measure } from '../../../examples/mes/models/measure.ts'
import type { Point } from '../../../examples/mes/models/mesh.ts'
import { asciiStl, binaryStl, box, sphere, tetrahedron, type Triangle } from '../../support/solids.ts'

const encodings = [['binary', binaryStl], ['ASCII', asciiStl]] as const

const geometryOf = (bytes: Uint8Array) => {
  const { geometry, rejectedReason } = measure(bytes, 'STL')
  if (geometry === null || rejectedReason !== null) throw new Error(`rejected: ${rejectedReason}`)
  return geometry
}

describe.each(encodings)('a body in %s STL', (_name, encode) => {
  test('that is a box has the volume, the surface and the edges of one', () => {
    expect(geometryOf(encode(box([2, 3, 4], [10, -20, 30])))).toEqual({
      polygonCount: 12, volumeMm3: 24, surfaceAreaMm2: 2 * (6 + 8 + 12), boundingBoxMm: { x: 2, y: 3, z: 4 },
    })
  })

  test('that is a regular tetrahedron has a³/(6√2) and a²√3', () => {
    const { volumeMm3, surfaceAreaMm2, polygonCount } = geometryOf(encode(tetrahedron(10)))
    expect(polygonCount).toBe(4)
    expect(volumeMm3).toBeCloseTo(1000 / (6 * Math.SQRT2), 3)
    expect(surfaceAreaMm2).toBeCloseTo(100 * Math.sqrt(3), 3)
  })

  test('that nears a sphere nears 4/3 π r³ and 4 π r², from below, with the square of its refinement', () => {
    const [coarse, fine] = [32, 64].map((rings) => geometryOf(encode(sphere(9, rings))))
    const [volume, area] = [(4 / 3) * Math.PI * 9 ** 3, 4 * Math.PI * 9 ** 2]
    const missing = (measured: number | undefined, whole: number): number => 1 - (measured ?? 0) / whole
    for (const [of, whole] of [['volumeMm3', volume], ['surfaceAreaMm2', area]] as const) {
      const [rough, close] = [missing(coarse?.[of], whole), missing(fine?.[of], whole)]
      expect(close).toBeGreaterThan(0)
      expect(close).toBeLessThan(0.003)
      expect(rough / close).toBeCloseTo(4, 1)
    }
    expect(fine?.boundingBoxMm.z).toBe(18)
  })

  test('measures the same turned inside out, and far away', () => {
    const body = box([2, 3, 4], [0, 0, 0])
    const inside = body.map(([a, b, c]): Triangle => [a, c, b])
    expect(geometryOf(encode(inside))).toEqual(geometryOf(encode(body)))
    expect(geometryOf(encode(box([2, 3, 4], [65_536, 65_536, 0]))).volumeMm3).toBe(24)
  })

  test('that has a hole, or one facet turned, is rejected: its surface is not closed', () => {
    const [first, ...rest] = box([1, 1, 1], [0, 0, 0])
    if (first === undefined) throw new Error('a box has facets')
    const turned: Triangle = [first[0], first[2], first[1]]
    expect(measure(encode(rest), 'STL').rejectedReason).toBe('The surface is not closed')
    expect(measure(encode([turned, ...rest]), 'STL').rejectedReason).toBe('The surface is not closed')
  })

  test('that is flat encloses nothing, and one without facets is none', () => {
    const [a, b, c]: readonly [Point, Point, Point] = [[0, 0, 0], [1, 0, 0], [0, 1, 0]]
    expect(measure(encode([[a, b, c], [a, c, b]]), 'STL').rejectedReason).toBe('The surface encloses no volume')
    expect(measure(encode([]), 'STL').rejectedReason).toBe('The file has no polygons')
  })

  test('of bodies that touch along an edge is closed', () => {
    const two = [...box([1, 1, 1], [0, 0, 0]), ...box([1, 1, 1], [1, 1, 0])]
    expect(geometryOf(encode(two)).volumeMm3).toBe(2)
  })
})

describe('a file is rejected with its reason', () => {
  const text = (content: string) => measure(Buffer.from(content), 'STL').rejectedReason
  test.each([
    ['when it is no STL', 'PK\u0003\u0004', 'The file is neither binary nor ASCII STL'],
    ['when it is empty', '', 'The file is neither binary nor ASCII STL'],
    ['when a vertex lacks a coordinate', 'solid a\nvertex 1 2\n', 'The vertex on line 2 has 2 coordinates instead of 3'],
    ['when a coordinate is no number', 'solid a\n vertex 1 2 high\n', 'The vertex on line 2 is not a place'],
    ['when a facet has two corners', 'solid a\nvertex 1 2 3\nvertex 1 2 4\nendloop\n', 'The facet that ends on line 4 has 2 corners instead of 3'],
    ['when it ends within a facet', 'solid a\nvertex 1 2 3\n', 'The file ends within a facet'],
  ])('%s', (_law, content, reason) => {
    expect(text(content)).toBe(reason)
  })

  test('when a binary one is cut off', () => {
    const whole = binaryStl(box([1, 1, 1], [0, 0, 0]))
    expect(measure(whole.subarray(0, -1), 'STL').rejectedReason).toBe('The file is neither binary nor ASCII STL')
  })

  test('when a binary one has a vertex that is no number', () => {
    const bytes = Buffer.from(binaryStl(box([1, 1, 1], [0, 0, 0])))
    bytes.writeFloatLE(Number.NaN, 84 + 12)
    expect(measure(bytes, 'STL').rejectedReason).toBe('The vertex at byte 96 is not a place')
  })

  test('when its format is another one', () => {
    expect(measure(Buffer.from('o ring'), 'OBJ').rejectedReason).toBe('OBJ files cannot be read yet, only STL')
  })
})

test('a binary file whose header begins with solid is read as what it is', () => {
  const bytes = Buffer.from(binaryStl(box([1, 2, 3], [0, 0, 0])))
  bytes.write('solid ring', 0, 'latin1')
  expect(geometryOf(bytes).volumeMm3).toBe(6)
})

test('an ASCII file may be written in capitals, indented by tabs, with lines that end in CR LF', () => {
  const bytes = Buffer.from(asciiStl(box([1, 2, 3], [0, 0, 0]))).toString().toUpperCase().replace('SOLID', 'solid').replaceAll('\n', '\r\n\t')
  expect(geometryOf(Buffer.from(bytes)).volumeMm3).toBe(6)
})
