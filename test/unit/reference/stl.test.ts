import { describe, expect, test } from 'vitest'
import type { ByteSource } from '../../../reference/mes/models/byte-source.ts'
import { measure as measureSource } from '../../../reference/mes/models/measure.ts'
import type { ModelFormat } from '../../../reference/mes/models/model.ts'
import type { Point } from '../../../reference/mes/models/point.ts'
import { readStl } from '../../../reference/mes/models/stl.ts'
import { UnreadableModel } from '../../../reference/mes/models/unreadable-model.ts'
import { sourceOf } from '../../support/byte-sources.ts'
import { asciiStl, binaryStl, box, tetrahedron, type Triangle } from '../../support/solids.ts'

const encodings = [
  ['binary', binaryStl],
  ['ASCII', asciiStl],
] as const

const measure = (bytes: Uint8Array, format: ModelFormat) => measureSource(sourceOf(bytes), format)
const geometryOf = (bytes: Uint8Array) => {
  const { geometry, rejectedReason } = measure(bytes, 'STL')
  if (geometry === null || rejectedReason !== null) throw new Error(`rejected: ${rejectedReason}`)
  return geometry
}

describe.each(encodings)('a body in %s STL', (_name, encode) => {
  test('that is a box has the volume, the surface and the edges of one', () => {
    expect(geometryOf(encode(box([2, 3, 4], [10, -20, 30])))).toEqual({
      polygonCount: 12,
      volumeMm3: 24,
      surfaceAreaMm2: 2 * (6 + 8 + 12),
      boundingBoxMm: { x: 2, y: 3, z: 4 },
    })
  })

  test('that is a regular tetrahedron has a³/(6√2) and a²√3', () => {
    const { volumeMm3, surfaceAreaMm2, polygonCount } = geometryOf(encode(tetrahedron(10)))
    expect(polygonCount).toBe(4)
    expect(volumeMm3).toBeCloseTo(1000 / (6 * Math.SQRT2), 3)
    expect(surfaceAreaMm2).toBeCloseTo(100 * Math.sqrt(3), 3)
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
    const [a, b, c]: readonly [Point, Point, Point] = [
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
    ]
    expect(
      measure(
        encode([
          [a, b, c],
          [a, c, b],
        ]),
        'STL',
      ).rejectedReason,
    ).toBe('The surface encloses no volume')
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
    [
      'when a facet has two corners',
      'solid a\nvertex 1 2 3\nvertex 1 2 4\nendloop\n',
      'The facet that ends on line 4 has 2 corners instead of 3',
    ],
    [
      'when a coordinate is no place on earth',
      'solid a\nvertex 0 -1e300 0\n',
      'The vertex on line 2 is farther than 1000000 mm from the origin',
    ],
    ['when it ends within a facet', 'solid a\nvertex 1 2 3\n', 'The file ends within a facet'],
    ['when it is cut off between two facets', 'solid a\nfacet normal 0 0 1\n', 'The file ends before its endsolid'],
    ['when it is a text of another kind', 'solid gold, please', 'The file ends before its endsolid'],
    ['when a line never ends', `solid a\n${'1'.repeat(70_000)}`, 'Line 2 has more than 65536 characters'],
  ])('%s', (_law, content, reason) => {
    expect(text(content)).toBe(reason)
  })

  test('when a binary one is cut off', () => {
    const whole = binaryStl(box([1, 1, 1], [0, 0, 0]))
    const reason =
      'The file is neither ASCII STL nor whole binary STL: its header announces 12 triangles, which take 684 bytes, and it has 683'
    expect(measure(whole.subarray(0, -1), 'STL').rejectedReason).toBe(reason)
    const solid = Buffer.from(whole)
    solid.write('solid ring', 0, 'latin1')
    expect(measure(solid.subarray(0, -1), 'STL').rejectedReason).toBe(reason)
  })

  test('when a binary one has a vertex that is no number', () => {
    const bytes = Buffer.from(binaryStl(box([1, 1, 1], [0, 0, 0])))
    bytes.writeFloatLE(Number.NaN, 84 + 12)
    expect(measure(bytes, 'STL').rejectedReason).toBe('The vertex at byte 96 is not a place')
  })

  test('when it holds more polygons than can be cast: a binary one before any is read', () => {
    const tooMany = 'The model has more than 5000000 polygons'
    const header = Buffer.alloc(84)
    header.writeUInt32LE(5_000_001, 80)
    const places: number[] = []
    const huge: ByteSource = {
      sizeBytes: 84 + 50 * 5_000_001,
      read(target, position) {
        places.push(position)
        return header.copy(target, 0, position)
      },
    }
    expect(measureSource(huge, 'STL')).toEqual({ geometry: null, rejectedReason: tooMany })
    expect(places).toEqual([0])
    let taken = 0
    const read = (): void => readStl(sourceOf(asciiStl(box([1, 1, 1], [0, 0, 0]))), 11, () => void (taken += 1))
    expect(read).toThrow(new UnreadableModel('The model has more than 11 polygons'))
    expect(taken).toBe(11)
  })

  test('when it is shorter than it was when it was opened', () => {
    const whole = binaryStl(box([1, 1, 1], [0, 0, 0]))
    const cutOff: ByteSource = { ...sourceOf(whole.subarray(0, -7)), sizeBytes: whole.length }
    expect(measureSource(cutOff, 'STL').rejectedReason).toBe('The file ends within a triangle')
    const shorter: ByteSource = { ...sourceOf(whole.subarray(0, -50)), sizeBytes: whole.length }
    expect(measureSource(shorter, 'STL').rejectedReason).toBe('The surface is not closed')
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
  const bytes = Buffer.from(asciiStl(box([1, 2, 3], [0, 0, 0])))
    .toString()
    .toUpperCase()
    .replace('SOLID', 'solid')
    .replaceAll('\n', '\r\n\t')
  expect(geometryOf(Buffer.from(bytes)).volumeMm3).toBe(6)
})
