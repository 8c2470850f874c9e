import { writeFile } from 'node:fs/promises'

/**
 * Writes a torus around the z axis as binary STL: `around` times `along` cells of two triangles each, 50 bytes a triangle. Written
 * number by number, since millions of triangles as objects would fill the memory.
 */
export const writeTorus = async (
  path: string,
  around: number,
  along: number,
  radii: readonly [number, number] = [20, 5],
): Promise<void> => {
  const bytes = Buffer.alloc(84 + 100 * around * along)
  bytes.writeUInt32LE(2 * around * along, 80)
  const [ring, tube] = radii
  const angle = (index: number, of: number): number => (2 * Math.PI * (index % of)) / of
  let at = 84
  const put = (i: number, j: number): void => {
    const [u, v] = [angle(i, around), angle(j, along)]
    const distance = ring + tube * Math.cos(v)
    bytes.writeFloatLE(distance * Math.cos(u), at)
    bytes.writeFloatLE(distance * Math.sin(u), at + 4)
    bytes.writeFloatLE(tube * Math.sin(v), at + 8)
    at += 12
  }
  const triangle = (...corners: readonly (readonly [number, number])[]): void => {
    at += 12
    for (const [i, j] of corners) put(i, j)
    at += 2
  }
  for (let i = 0; i < around; i++) {
    for (let j = 0; j < along; j++) {
      triangle([i, j], [i + 1, j], [i + 1, j + 1])
      triangle([i, j], [i + 1, j + 1], [i, j + 1])
    }
  }
  await writeFile(path, bytes)
}
