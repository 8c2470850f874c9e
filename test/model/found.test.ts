import { expect, test } from 'vitest'
import type { Act, Deed, Step } from './act.ts'
import { play } from './play.ts'

/** What exploring has found once, made small. */

const read = {
  do: 'read',
  subject: 'x',
  maxStaleness: 1_000,
  takes: 0,
  fails: false,
  crowd: false,
  atLeast: undefined,
  times: 1,
  every: 1,
  mode: 'use',
  patience: undefined,
} as const
const A = 0
const B = 1
const S = 3

const reads = (who: number, more: Partial<Extract<Deed, { do: 'read' }>> = {}): Act => ({ ...read, who, ...more })
const changes = (who: number): Act => ({
  do: 'change',
  who,
  entities: ['x'],
  hold: undefined,
  commitsIn: 0,
  answersIn: 0,
  dies: undefined,
  settle: 0,
})

/** What breaks the promise, on a network without mishaps of its own. */
const violationsOf = async (...steps: readonly (readonly [after: number, act: Act])[]): Promise<readonly string[]> => {
  const { violations } = await play({ noise: 0, steps: steps.map(([after, act]): Step => ({ after, act })) })
  return violations
}

test('a caching server does not answer a client with what the client itself has invalidated but could not append', async () => {
  expect(
    await violationsOf(
      [0, reads(S)],
      [0, { do: 'cut', who: A, lasting: 6_000 }],
      [3_000, changes(A)],
      [0, reads(A, { subject: 'sx' })],
    ),
  ).toEqual([])
})

test('a read inside a load is bound by the positions that the load has to reach', async () => {
  expect(
    await violationsOf(
      [0, reads(S, { subject: 'nxy' })],
      [500, { do: 'cut', who: A, lasting: 6_000 }],
      [0, changes(A)],
      [1, reads(S, { subject: 'nxy', atLeast: 0 })],
    ),
  ).toEqual([])
})

test('an entry of the shared tier does not live longer by a pause between question and answer', async () => {
  expect(
    await violationsOf(
      [0, reads(B, { subject: 'y' })],
      [0, reads(A)],
      [3_000, reads(A, { subject: 'y' })],
      [1, { do: 'pause', who: A, lasting: 6_000 }],
      [6_500, reads(A, { subject: 'y' })],
    ),
  ).toEqual([])
})

test('a master that is demoted, and keeps its clients, confirms nothing to those who only read', async () => {
  expect(
    await violationsOf(
      [0, reads(A)],
      [1_000, { do: 'demote', lost: 0, ids: 'later', lasting: 0 }],
      [10, changes(B)],
      ...Array.from({ length: 20 }, () => [300, reads(A)] as const),
    ),
  ).toEqual([])
})

const dies = (who: number): Extract<Deed, { do: 'change' }> => ({
  do: 'change',
  who,
  entities: ['x'],
  hold: 4_000,
  commitsIn: 500,
  answersIn: 0,
  dies: 'before',
  settle: 0,
})

test('a hold outlives the loss of its hash, though only a process that joins later is left to know it', async () => {
  expect(
    await violationsOf(
      [0, reads(A, { subject: 'y' })],
      [1_000, dies(A)],
      [100, { do: 'lose holds' }],
      [100, reads(B)],
      [2_000, reads(B)],
    ),
  ).toEqual([])
})

test('nothing is kept where the hash of holds is lost together with the rows that told of them', async () => {
  expect(
    await violationsOf(
      [0, reads(A, { subject: 'y' })],
      [1_000, dies(A)],
      [50, { do: 'lose holds' }],
      [0, { ...dies(A), hold: undefined, entities: ['y'], commitsIn: 0, dies: undefined }],
      [50, { do: 'trim', kept: 1 }],
      [100, reads(B)],
      [2_000, reads(B)],
    ),
  ).toEqual([])
})

test('what was loaded while any tag was held is not kept, though no record ends the hold that was lost', async () => {
  expect(
    await violationsOf(
      [0, reads(A, { subject: 'y' })],
      [1_000, { ...dies(A), hold: 600, commitsIn: 580 }],
      [50, { do: 'lose holds' }],
      [0, { ...dies(A), hold: undefined, entities: ['y'], commitsIn: 0, dies: undefined }],
      [50, { do: 'trim', kept: 1 }],
      [100, reads(B, { subject: 'y' })],
      [350, reads(B, { takes: 2_500, maxStaleness: 1_000 })],
      [3_600, reads(B)],
    ),
  ).toEqual([])
})
