import { describe, expect, test } from 'vitest'
import { createClock } from '../../../src/foundation/clock.ts'
import { ClusterMap } from '../../../src/redis/cluster-map.ts'
import { parseSlots, type NodeAddress } from '../../../src/redis/slot-table.ts'
import { findRedirection } from '../../../src/redis/redis-cluster.ts'

const at = (port: number, host = 'a'): NodeAddress => ({ host, port })
const [dead, silent, alive] = [at(1), at(2), at(3)]

/** A cluster, faked: what each node answers to `CLUSTER SLOTS`, by its port. */
const mapOver = (answers: Readonly<Record<number, () => Promise<unknown>>>, asked: number[] = []): ClusterMap =>
  new ClusterMap({
    clock: createClock(),
    seeds: Object.keys(answers).map((port) => at(Number(port))),
    ask: (node) => {
      asked.push(node.port)
      return answers[node.port]?.() ?? Promise.reject(new Error('gone'))
    },
  })

const whole = async (): Promise<unknown> => [[0, 16_383, ['a', 3, 'id']]]

describe('the map of a cluster', () => {
  test('is drawn by the first node that knows, whichever are gone or silent', async () => {
    for (const first of [dead, silent]) {
      const map = mapOver({ 1: async () => Promise.reject(new Error('gone')), 2: () => new Promise(() => {}), 3: whole })
      map.prefer(first)
      expect(await map.locate(7)).toEqual(alive)
      expect(map.ownerOf(16_383)).toEqual(alive)
    }
  })

  test('is not drawn by a node that has left its cluster', async () => {
    const map = mapOver({ 1: async () => [], 3: whole })
    map.prefer(dead)
    expect(await map.locate(7)).toEqual(alive)
  })

  test('is asked for once for all who come meanwhile, and as it is now for who comes later', async () => {
    const asked: number[] = []
    const map = mapOver({ 3: whole }, asked)
    await Promise.all([map.refresh(), map.refresh()])
    expect(asked).toEqual([3])
    await map.refresh()
    expect(asked).toEqual([3, 3])
  })

  test('rejects where no node answers, and answers when one does', async () => {
    let answer = async (): Promise<unknown> => Promise.reject(new Error('gone'))
    const map = mapOver({ 3: () => answer() })
    await expect(map.locate(7)).rejects.toThrow('no node of the cluster answered')
    answer = whole
    expect(await map.locate(7)).toEqual(alive)
  })

  test('rejects for a slot that nobody owns', async () => {
    const map = mapOver({ 3: async () => [[0, 5, ['a', 3, 'id']]] })
    await expect(map.locate(6)).rejects.toThrow('no master of the cluster owns slot 6')
  })
})

describe('slots that a node names', () => {
  test('belong to the node itself where it names no host, and to where addresses are translated to', () => {
    const reply = [
      [0, 1, ['', 7, 'id'], [null, 8, 'id']],
      [2, 3, ['b', 9, 'id']],
    ]
    const table = parseSlots(reply, at(7, 'teller'), { 'b:9': at(90, 'outside') })
    expect([0, 1, 2, 3, 4].map((slot) => table?.ownerOf(slot))).toEqual([
      at(7, 'teller'),
      at(7, 'teller'),
      at(90, 'outside'),
      at(90, 'outside'),
      undefined,
    ])
    expect(table?.replicas).toEqual([at(8, 'teller')])
  })

  test.each<[string, unknown]>([
    ['no list', 'OK'],
    ['a range without a master', [[0, 1]]],
    ['a slot beyond the last', [[0, 16_384, ['a', 1, 'id']]]],
    ['a slot that is no number', [['0', 1, ['a', 1, 'id']]]],
    ['a port that is none', [[0, 1, ['a', 0, 'id']]]],
    ['a host that is none', [[0, 1, [1, 1, 'id']]]],
  ])('are not believed in %s', (_name, reply) => {
    expect(parseSlots(reply, at(1))).toBe(undefined)
  })
})

describe('a redirection', () => {
  const found = (message: string) => findRedirection(['OK', new Error(message)], at(7, 'teller'))

  test.each<[string, unknown]>([
    ['MOVED 3999 b:6381', { kind: 'moved', to: at(6_381, 'b') }],
    ['MOVED 3999 :6381', { kind: 'moved', to: at(6_381, 'teller') }],
    ['ASK 3999 ::1:6381', { kind: 'ask', to: at(6_381, '::1') }],
    ['MOVED 3999 b:none', { kind: 'moved', to: undefined }],
    ['TRYAGAIN Multiple keys request during rehashing of slot', { kind: 'unsettled', to: undefined }],
    ['CLUSTERDOWN The cluster is down', { kind: 'unsettled', to: undefined }],
  ])('is read from %s', (message, redirection) => {
    expect(found(message)).toMatchObject({ ...Object(redirection), text: message })
  })

  test('is none where a value says so, or an error is another one', () => {
    expect(findRedirection(['MOVED 3999 b:6381', null], at(7))).toBe(undefined)
    expect(found('OOM command not allowed')).toBe(undefined)
  })
})
