import type { Geometry } from '../../shared/catalogue/models.ts'
import type { Point } from './point.ts'
import { createSeam } from './seam.ts'

/** A body that is read triangle by triangle and kept as sums alone: its corners run against the clock, seen from outside. */
export interface Mesh {
  add(a: Point, b: Point, c: Point): void
  readonly geometry: Geometry
  /** Whether every edge is shared by triangles that run along it in opposite directions. */
  readonly isClosed: boolean
}

export function createMesh(): Mesh {
  const seam = createSeam()
  const low: [number, number, number] = [Infinity, Infinity, Infinity]
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity]
  let origin: Point | undefined
  let count = 0
  let volume = 0
  let area = 0

  const extend = ([x, y, z]: Point): void => {
    low[0] = Math.min(low[0], x)
    low[1] = Math.min(low[1], y)
    low[2] = Math.min(low[2], z)
    high[0] = Math.max(high[0], x)
    high[1] = Math.max(high[1], y)
    high[2] = Math.max(high[2], z)
  }

  return {
    add(a, b, c) {
      origin ??= a
      count += 1
      // Seen from a point of the body, volumes stay small, and little is lost when they are summed up.
      volume += dot(minus(a, origin), cross(minus(b, origin), minus(c, origin))) / 6
      const normal = cross(minus(b, a), minus(c, a))
      area += Math.sqrt(dot(normal, normal)) / 2
      for (const point of [a, b, c]) extend(point)
      seam.pass(a, b, c)
    },
    get geometry() {
      const [x, y, z] = count === 0 ? [0, 0, 0] : minus(high, low)
      return { polygonCount: count, volumeMm3: Math.abs(volume), surfaceAreaMm2: area, boundingBoxMm: { x, y, z } }
    },
    get isClosed() {
      return seam.isClosed
    },
  }
}

function minus(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

function cross(a: Point, b: Point): Point {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

function dot(a: Point, b: Point): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
