import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MAX_NAMES_PER_RECORD } from '../../../src/coherence/log/record.ts'
import { MAX_QUEUED_TAGS } from '../../../src/coherence/append/append-queue.ts'
import { RECENT_RECORDS } from '../../../src/coherence/follow/heard-records.ts'
import { DEFAULT_TAG_CAPACITY } from '../../../src/coherence/follow/tag-table.ts'
import { parseCacheOptions } from '../../../src/cache/cache-options.ts'
import { channels } from '../../../src/foundation/channels.ts'

const root = resolve(import.meta.dirname, '../../..')
const read = (path: string): Promise<string> => readFile(resolve(root, path), 'utf8')
const paper = await read('docs/operations.md')
const source = await read('src/foundation/channels.ts')

/** First cells of the rows of the table under a title cell. */
const firstCells = (title: string): readonly string[] => {
  const table = paper.slice(paper.indexOf(`| ${title} |`)).split('\n\n', 1)[0] ?? ''
  return table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|')[1]?.trim() ?? '')
}

describe('the paper for the engineer on call', () => {
  test('has a row for every kind of incident, and no other', () => {
    const [, union = ''] = /readonly kind:((?:\s*\|\s*'[\w-]+')+)/.exec(source) ?? []
    const kinds = [...union.matchAll(/'([\w-]+)'/g)].map(([, kind]) => `\`${kind}\``)
    expect(kinds.length).toBeGreaterThan(10)
    expect(firstCells('incident').toSorted()).toEqual(kinds.toSorted())
  })

  test('has a row for every channel', () => {
    expect(firstCells('channel').toSorted()).toEqual(
      Object.values(channels)
        .map(({ name }) => `\`${name}\``)
        .toSorted(),
    )
  })

  test('names defaults and bounds as they are', () => {
    const { maxStaleness, redisDeadline, memory, loads } = parseCacheOptions({})
    expect([maxStaleness, redisDeadline, memory.maxBytes, loads.maxConcurrent, loads.maxWaiting]).toEqual([
      1_000,
      100,
      64 * 1024 * 1024,
      100,
      10_000,
    ])
    expect([MAX_NAMES_PER_RECORD, MAX_QUEUED_TAGS, RECENT_RECORDS, DEFAULT_TAG_CAPACITY]).toEqual([1_000, 10_000, 4_096, 100_000])
    expect(paper).toContain('| `loads.maxConcurrent`, `loads.maxWaiting` | 100, 10,000 |')
    expect(paper).toContain('| `redisDeadline` | 100 ms |')
    expect(paper).toContain('| `maxStaleness` | 1 s |')
    expect(paper).toContain('default 64 MiB')
  })

  test('links to its own sections only where they exist', () => {
    const titles = new Set(
      [...paper.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      ),
    )
    const links = [...paper.matchAll(/\]\(#([\w-]+)\)/g)].map(([, link = '']) => link)
    expect(links.length).toBeGreaterThan(3)
    expect(links.filter((link) => !titles.has(link))).toEqual([])
  })
})
