import { getRandomValues } from 'node:crypto'
import type { Point } from './point.ts'

/**
 * Tells whether a surface is closed: whether every edge is run along as often one way as the other. It is one sum, so that
 * a surface of any size takes the same few bytes: each edge adds its hash when it is run along one way, and takes it off the other way.
 * What is left is zero for a closed surface; for an open one it is zero with a probability of about 2^-96.
 */
export interface Seam {
  pass(a: Point, b: Point, c: Point): void
  readonly isClosed: boolean
}

const LANES = 3
const WORDS_OF_A_POINT = 6

export function createSeam(): Seam {
  const keys = getRandomValues(new Int32Array(2 * LANES))
  const sums = new Int32Array(LANES)
  const place = new Float64Array(3)
  const words = new Int32Array(place.buffer)
  const corners = [new Int32Array(LANES), new Int32Array(LANES), new Int32Array(LANES)] as const

  const hashPoint = (point: Point, into: Int32Array): void => {
    // Adding 0 makes -0 into 0: they are one place.
    for (let axis = 0; axis < 3; axis++) place[axis] = (point[axis] ?? 0) + 0
    for (let lane = 0; lane < LANES; lane++) {
      let hash = keys[lane] ?? 0
      for (let word = 0; word < WORDS_OF_A_POINT; word++) hash = mixed(hash, words[word] ?? 0)
      into[lane] = finished(hash)
    }
  }
  const addEdge = (from: Int32Array, to: Int32Array, sign: number): void => {
    for (let lane = 0; lane < LANES; lane++) {
      const hash = finished(mixed(mixed(keys[LANES + lane] ?? 0, from[lane] ?? 0), to[lane] ?? 0))
      sums[lane] = (sums[lane] ?? 0) + sign * hash
    }
  }
  const passEdge = (a: Point, hashOfA: Int32Array, b: Point, hashOfB: Int32Array): void => {
    const direction = compare(a, b)
    if (direction < 0) addEdge(hashOfA, hashOfB, 1)
    else if (direction > 0) addEdge(hashOfB, hashOfA, -1)
  }

  return {
    pass(a, b, c) {
      const [hashOfA, hashOfB, hashOfC] = corners
      hashPoint(a, hashOfA)
      hashPoint(b, hashOfB)
      hashPoint(c, hashOfC)
      passEdge(a, hashOfA, b, hashOfB)
      passEdge(b, hashOfB, c, hashOfC)
      passEdge(c, hashOfC, a, hashOfA)
    },
    get isClosed() {
      return sums.every((sum) => sum === 0)
    },
  }
}

function compare(a: Point, b: Point): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

/** A round of MurmurHash3. */
function mixed(hash: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51)
  const turned = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593)
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0
}

/** Its last step: every bit of the hash comes to depend on all of them. */
function finished(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return second ^ (second >>> 16)
}
