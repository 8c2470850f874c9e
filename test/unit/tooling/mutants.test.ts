import { describe, test } from 'vitest'
import { Lane } from '../../mutation/lane.ts'
import type { Mutation } from '../../mutation/mutation.ts'
import { judgeRun } from '../../mutation/verdict.ts'

/** A bound of liveness, for whatever a lane runs. */
const LIMIT_MS = 240_000
const SHORT_LIMIT_MS = 1_000

const seen: Mutation = {
  rule: 'a tag is counted once for every record that names it',
  file: 'coherence/follow/tag-table.ts',
  find: 'this.#counts.set(tag, (this.#counts.get(tag) ?? 0) + 1)',
  replace: 'this.#counts.set(tag, 1)',
  test: 'unit/coherence/appender.test.ts',
  killedBy: 'stay closed while one of several records that name them is not applied',
}
/** The same rule in other words, which no test can see. */
const unseen: Mutation = { ...seen, replace: 'this.#counts.set(tag, 1 + (this.#counts.get(tag) ?? 0))' }
/** It waits where even a time limit of vitest's is not heard. */
const endless: Mutation = { ...seen, replace: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)' }
const unloadable: Mutation = { ...seen, replace: 'this.#counts.set(' }
const elsewhere: Mutation = { ...seen, file: 'redis/cluster-map.ts', find: 'import', replace: 'import' }
const unknown: Mutation = { ...seen, killedBy: 'stay closed while one of several records' }

const fateIn = async (lane: Lane, mutation: Mutation): Promise<string> =>
  judgeRun(mutation, await lane.run(mutation, LIMIT_MS)).fate

describe.concurrent('mutants that run one after the other', () => {
  test('are judged each by its own change: none has that of the one before', async ({ expect }) => {
    await using lane = new Lane()
    const fates: string[] = []
    for (const mutation of [seen, unseen, unloadable, seen, elsewhere, unknown, unseen]) fates.push(await fateIn(lane, mutation))
    expect(fates).toEqual(['killed', 'survived', 'broken', 'killed', 'broken', 'broken', 'survived'])
  })

  test('are ended when they hang, and the next one is judged all the same', async ({ expect }) => {
    await using lane = new Lane()
    expect(await lane.run(endless, SHORT_LIMIT_MS)).toMatchObject({ report: undefined, isTakenOut: false })
    expect(await fateIn(lane, seen)).toBe('killed')
  })
})
