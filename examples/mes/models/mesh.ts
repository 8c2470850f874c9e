import type { Geometry } from '../../shared/catalogue/models.ts'

/** Coordinates of a point, in millimetres. */
export type Point = readonly [x: number, y: number, z: number]

/** A body that is read triangle by triangle: its corners run against the clock, seen from outside. */
export interface Mesh {
  add(a: Point, b: Point, c: Point): void
  readonly geometry: Geometry
  /** Whether every edge is shared by triangles that run along it in opposite directions. */
  readonly isClosed: boolean
}

/** An edge is one number, made of those of its two vertices: exact while there are fewer of them than this. */
const MOST_VERTICES = 2 ** 26

export function createMesh(): Mesh {
  const vertices = new Map<string, number>()
  const openEdges = new Map<number, number>()
  const low: [number, number, number] = [Infinity, Infinity, Infinity]
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity]
  let origin: Point | undefined
  let count = 0
  let volume = 0
  let area = 0

  const number = (point: Point): number => {
    const key = point.join()
    const known = vertices.get(key)
    if (known !== undefined) return known
    vertices.set(key, vertices.size)
    return vertices.size - 1
  }
  const passEdge = (from: number, to: number): void => {
    const opposite = to * MOST_VERTICES + from
    const waiting = openEdges.get(opposite) ?? 0
    if (waiting > 1) openEdges.set(opposite, waiting - 1)
    else if (waiting === 1) openEdges.delete(opposite)
    else openEdges.set(from * MOST_VERTICES + to, (openEdges.get(from * MOST_VERTICES + to) ?? 0) + 1)
  }
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
      const corners = [number(a), number(b), number(c)] as const
      passEdge(corners[0], corners[1])
      passEdge(corners[1], corners[2])
      passEdge(corners[2], corners[0])
    },
    get geometry() {
      const [x, y, z] = count === 0 ? [0, 0, 0] : minus(high, low)
      return { polygonCount: count, volumeMm3: Math.abs(volume), surfaceAreaMm2: area, boundingBoxMm: { x, y, z } }
    },
    get isClosed() {
      return openEdges.size === 0
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
