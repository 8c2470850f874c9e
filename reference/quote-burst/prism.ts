const RADIUS_MM = 9
const HEIGHT_MM = 4

type Point = readonly [number, number, number]

/** A regular prism with so many sides, as a binary STL file. */
export function prism(sides: number): Uint8Array {
  const corner = (index: number, z: number): Point => {
    const angle = (2 * Math.PI * (index % sides)) / sides
    return [RADIUS_MM * Math.cos(angle), RADIUS_MM * Math.sin(angle), z]
  }
  const triangles = Array.from({ length: sides }, (_, side): readonly (readonly Point[])[] => {
    const [a, b, c, d] = [corner(side, 0), corner(side + 1, 0), corner(side + 1, HEIGHT_MM), corner(side, HEIGHT_MM)]
    return [
      [a, b, c],
      [a, c, d],
      [[0, 0, 0], b, a],
      [[0, 0, HEIGHT_MM], d, c],
    ]
  }).flat()
  const bytes = Buffer.alloc(84 + 50 * triangles.length)
  bytes.writeUInt32LE(triangles.length, 80)
  for (const [index, triangle] of triangles.entries()) {
    for (const [place, coordinate] of triangle.flat().entries()) bytes.writeFloatLE(coordinate, 84 + 50 * index + 12 + 4 * place)
  }
  return bytes
}
