import { glob, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { vectors } from '../../support/vectors.ts'

const root = resolve(import.meta.dirname, '../../..')
const document = await readFile(join(root, 'docs/protocol.md'), 'utf8')

const capture = (pattern: RegExp, text = document): string => {
  const [, found] = pattern.exec(text) ?? []
  if (found === undefined) throw new Error(`nothing like ${pattern.source}`)
  return found
}

const rules = [...document.matchAll(/^- \*\*([A-Z]\d+)\.\*\*/gm)].map(([, rule = '']) => rule)
const shown = [...document.slice(document.indexOf('## 11.')).matchAll(/^\| ([A-Z]\d+[^|]*) \| `(.+)` \|$/gm)].map(
  ([, of = '', name = '']) => ({ of: of.split(', '), name }),
)

/** Names of arguments, whatever a language makes of their capitals. */
const namesIn = (list: string): readonly string[] =>
  list.split(',').map((name) =>
    name
      .replace(/_/g, '')
      .replace(/^.*\((.*)\)$/, '$1')
      .trim()
      .toLowerCase(),
  )

const signature = capture(/^EVALSHA <sha1> 2 <log> <holds> (.*)$/m)
  .replace(/<|>/g, '')
  .split(' ')
  .map((name) => name.toLowerCase())

describe('the description of the protocol', () => {
  test('numbers every rule once, in order', () => {
    expect(rules.length).toBeGreaterThan(50)
    const numbers = Map.groupBy(rules, (rule) => rule[0])
    for (const [letter, list] of numbers) expect(list).toEqual(list.map((_, index) => `${letter}${index + 1}`))
  })

  test('names a test that exists for every rule, and none for what is no rule', async () => {
    const texts: string[] = vectors.histories.map(({ name }) => name)
    for await (const file of glob(['test/**/*.test.ts', 'test/chaos/faults-of-*.ts'], { cwd: root })) {
      if (!file.endsWith('document.test.ts'))
        texts.push((await readFile(join(root, file), 'utf8')).replaceAll(String.raw`\'`, "'"))
    }
    const tests = texts.join('\n')
    expect(shown.filter(({ name }) => !tests.includes(name))).toEqual([])
    expect(new Set(shown.flatMap(({ of }) => of))).toEqual(new Set(rules))
  })

  test('gives the script its arguments in the order of the published calls', () => {
    const [call] = vectors.calls
    expect(call?.words.slice(2, 5)).toEqual(['2', '{prod}:log', '{prod}:holds'])
    expect(signature).toEqual(['operation', 'channel', 'token', 'random', 'retentionms', 'maxrecords', 'subject', 'tags'])
    expect(call?.words).toHaveLength(5 + signature.length)
  })

  test.each([
    ['C#', /^ *RedisKey\[\] keys = \{ (.*) \};$/m, /^ *RedisValue\[\] arguments = \{ (.*) \};$/m],
    ['Java', /^ *List<String> keys = List\.of\((.*)\);$/m, /^ *List<String> arguments = List\.of\((.*)\);$/m],
  ])('passes them in that order in %s', (_, keys, values) => {
    expect(namesIn(capture(keys))).toEqual(['log', 'holds'])
    expect(namesIn(capture(values))).toEqual(signature)
  })

  test('gives everybody the same bounds', async () => {
    const python = await readFile(join(root, 'examples/appenders/append.py'), 'utf8')
    const shell = await readFile(join(root, 'examples/appenders/redis-cli.sh'), 'utf8')
    const published = vectors.calls.map(({ words }) => [Number(words[9]), Number(words[10])])
    const bounds = [
      [/`retentionMs` is `(\d+)`/, /`maxRecords` is `(\d+)`/, document],
      [/RetentionMs = ([\d_]+)/, /MaxRecords = ([\d_]+)/, document],
      [/RETENTION_MS = "(\d+)"/, /MAX_RECORDS = "(\d+)"/, document],
      [/RETENTION_MS = ([\d_]+)/, /MAX_RECORDS = ([\d_]+)/, python],
      [/retention_ms=(\d+)/, /max_records=(\d+)/, shell],
    ] as const
    const given = bounds.map(([retention, records, text]) =>
      [retention, records].map((pattern) => Number(capture(pattern, text).replaceAll('_', ''))),
    )
    expect(new Set([...published, ...given].map(String))).toEqual(new Set(['7200000,200000']))
  })
})
