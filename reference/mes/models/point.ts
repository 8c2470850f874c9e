import { UnreadableModel } from './unreadable-model.ts'

/** Coordinates of a point, in millimetres. */
export type Point = readonly [x: number, y: number, z: number]

export type TakeTriangle = (a: Point, b: Point, c: Point) => void

/** A kilometre: far beyond every piece, and near enough for volumes to stay exact. */
const FARTHEST_MM = 1_000_000

/** A point that a file may hold; `place` says where it stands there. @throws {UnreadableModel} */
export function pointAt(point: Point, place: string): Point {
  const [x, y, z] = point
  const farthest = Math.max(Math.abs(x), Math.abs(y), Math.abs(z))
  if (farthest <= FARTHEST_MM) return point
  throw new UnreadableModel(
    Number.isNaN(farthest)
      ? `The vertex ${place} is not a place`
      : `The vertex ${place} is farther than ${FARTHEST_MM} mm from the origin`,
  )
}
