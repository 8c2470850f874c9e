import type { Point } from '../../reference/mes/models/point.ts'

/** Corners against the clock, seen from outside. */
export type Triangle = readonly [Point, Point, Point]

/** A box with its edges along the axes, from its lowest corner. */
export const box = ([x, y, z]: Point, [u, v, w]: Point): readonly Triangle[] => {
  const corner = (index: number): Point => [u + (index & 1 ? x : 0), v + (index & 2 ? y : 0), w + (index & 4 ? z : 0)]
  const faces = [
    [0, 2, 3, 1],
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [2, 6, 7, 3],
    [0, 4, 6, 2],
    [1, 3, 7, 5],
  ] as const
  return faces.flatMap(([a, b, c, d]): readonly Triangle[] => [
    [corner(a), corner(b), corner(c)],
    [corner(a), corner(c), corner(d)],
  ])
}

/** A regular tetrahedron with edges of this length. */
export const tetrahedron = (edge: number): readonly Triangle[] => {
  const s = edge / (2 * Math.SQRT2)
  const [a, b, c, d]: readonly [Point, Point, Point, Point] = [
    [s, s, s],
    [s, -s, -s],
    [-s, s, -s],
    [-s, -s, s],
  ]
  return [
    [a, b, c],
    [a, c, d],
    [a, d, b],
    [b, d, c],
  ]
}

/** A sphere around the origin, of so many rings of latitude and twice as many meridians. */
export const sphere = (radius: number, rings: number): readonly Triangle[] => {
  const meridians = 2 * rings
  const at = (ring: number, meridian: number): Point => {
    // A pole is one point, and the last meridian the first.
    const [polar, angle] = [(Math.PI * ring) / rings, (2 * Math.PI * (meridian % meridians)) / meridians]
    const around = ring === 0 || ring === rings ? 0 : radius * Math.sin(polar)
    return [around * Math.cos(angle), around * Math.sin(angle), radius * Math.cos(polar)]
  }
  const cells = Array.from(
    { length: rings * meridians },
    (_, index) => [Math.floor(index / meridians), index % meridians] as const,
  )
  return cells.flatMap(([ring, meridian]): readonly Triangle[] => [
    ...(ring === 0 ? [] : [[at(ring, meridian), at(ring + 1, meridian), at(ring, meridian + 1)] as const]),
    ...(ring === rings - 1 ? [] : [[at(ring, meridian + 1), at(ring + 1, meridian), at(ring + 1, meridian + 1)] as const]),
  ])
}

/** A ring around the z axis, of so many segments around it and half as many around the tube. */
export const torus = (radius: number, tube: number, segments: number): readonly Triangle[] => {
  const sides = segments / 2
  const at = (segment: number, side: number): Point => {
    // The last segment is followed by the first, and so is the last side.
    const [around, angle] = [(2 * Math.PI * (segment % segments)) / segments, (2 * Math.PI * (side % sides)) / sides]
    const distance = radius + tube * Math.cos(angle)
    return [distance * Math.cos(around), distance * Math.sin(around), tube * Math.sin(angle)]
  }
  const cells = Array.from({ length: segments * sides }, (_, index) => [Math.floor(index / sides), index % sides] as const)
  return cells.flatMap(([segment, side]): readonly Triangle[] => [
    [at(segment, side), at(segment + 1, side), at(segment + 1, side + 1)],
    [at(segment, side), at(segment + 1, side + 1), at(segment, side + 1)],
  ])
}

export const binaryStl = (triangles: readonly Triangle[]): Uint8Array => {
  const buffer = Buffer.alloc(84 + 50 * triangles.length)
  buffer.writeUInt32LE(triangles.length, 80)
  triangles.forEach((triangle, index) =>
    triangle.flat().forEach((coordinate, place) => buffer.writeFloatLE(coordinate, 84 + 50 * index + 12 + 4 * place)),
  )
  return buffer
}

export const asciiStl = (triangles: readonly Triangle[]): Uint8Array => {
  const facets = triangles.map(
    (triangle) =>
      `facet normal 0 0 0\nouter loop\n${triangle.map((point) => `vertex ${point.join(' ')}\n`).join('')}endloop\nendfacet\n`,
  )
  return Buffer.from(`solid body\n${facets.join('')}endsolid body\n`)
}
