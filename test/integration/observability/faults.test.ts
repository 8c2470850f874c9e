import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { run } from '../../../scripts/command.ts'
import { findPrometheus } from '../../../scripts/ensure-prometheus.ts'
import type { DrawnPanel } from '../../../scripts/panel-picture.ts'
import { panels, readPanel } from '../../../scripts/panel-queries.ts'
import { faults, type Happening, type Played } from './faults.ts'
import { makeScratch } from '../../support/scratch.ts'
import { observe } from './observe.ts'
import { type NamesOfQuery, namesOf } from '../../support/promql.ts'

const folder = resolve(import.meta.dirname, '../../../observability/prometheus')

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string
      readonly expr: string
      readonly labels?: Readonly<Record<string, string>>
    }[]
  }[]
}

const rulesIn = async (name: string): Promise<Rules['groups'][number]['rules']> =>
  (parse(await readFile(resolve(folder, name), 'utf8')) as Rules).groups.flatMap(({ rules }) => rules)

test('every alert is raised by a fault that is really played', async () => {
  const alerts = (await rulesIn('alerts.yml')).map(({ alert }) => alert)
  expect(faults.flatMap(({ raises }) => raises).toSorted()).toEqual(alerts.toSorted())
})

/** A minute becomes a second. */
const SCALE = 1 / 60
const SCRAPE = 15 * SCALE
/** Answers are stale after a lifetime of at least 10 s, which no factor scales. */
const UNUSED = new Set(['Stale answers'])

describe('a real Prometheus that watches the example services through real faults', () => {
  let happenings: readonly Happening[] = []
  let played: readonly Played[] = []
  let start = 0
  let exported: readonly string[] = []
  const labels = new Map<string, Set<string>>()
  const shown = new Map<string, DrawnPanel['series']>()

  beforeAll(async () => {
    await observe({ scale: SCALE }, async ({ prometheus, end, ...observed }) => {
      ;({ happenings, played, start, exported } = observed)
      for (const { __name__: name = '', ...others } of await prometheus.labels(/mescrm_.+/)) {
        labels.set(name, new Set([...(labels.get(name) ?? []), ...Object.keys(others)]))
      }
      for (const panel of panels) shown.set(panel.title, await readPanel(prometheus, panel, { start, end, step: SCRAPE }, SCALE))
    })
  })

  interface Span {
    readonly start: number
    readonly end: number
  }
  const calm = (): Span => ({ start, end: played[0]?.start ?? 0 })
  /** A fault, and the scrapes after it. */
  const during = (mark: string): Span => {
    const found = played.find(({ fault }) => fault.mark === mark)
    if (found === undefined) throw new Error(`no fault ${mark}`)
    return { start: found.start, end: found.end + 4 * SCRAPE }
  }
  /** An alert may go on firing from an earlier fault. */
  const isFiring = (alert: string, start: number, end: number): boolean => {
    const changes = happenings.filter(({ at, text }) => at <= end && text.startsWith(`${alert} `))
    return (
      changes.some(({ at, text }) => at >= start && text.endsWith('fires')) ||
      changes.findLast(({ at }) => at < start)?.text.endsWith('fires') === true
    )
  }
  const values = (title: string, span: Span, legend: RegExp | string = ''): readonly number[] =>
    (shown.get(title) ?? [])
      .filter((one) => new RegExp(legend).test(one.legend))
      .flatMap(({ points }) => points.filter(([at]) => at >= span.start && at <= span.end).map(([, value]) => value))
      .filter(Number.isFinite)
  const most = (...of: Parameters<typeof values>): number => Math.max(0, ...values(...of))
  const least = (...of: Parameters<typeof values>): number => Math.min(...values(...of))

  /** Every query of the panels, rules and alerts. */
  const queries = async (): Promise<readonly NamesOfQuery[]> => {
    const written = [...(await rulesIn('rules.yml')), ...(await rulesIn('alerts.yml'))].map(({ expr }) => expr)
    return [...panels.flatMap((panel) => panel.queries.map(({ expr }) => expr)), ...written].map(namesOf)
  }

  test('accepts what a service exports', async () => {
    await using scratch = await makeScratch()
    const { tool, env } = await findPrometheus()
    for (const text of exported) {
      await scratch.write({ metrics: text })
      expect(await run('sh', ['-c', '"$0" check metrics < metrics', tool], { cwd: scratch.path, env })).toEqual({
        code: 0,
        output: '',
      })
    }
  })

  test('knows every metric of a query, of whatever service', async () => {
    const families = new Set(exported.flatMap((text) => [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name)))
    const unknown = (await queries())
      .flatMap(({ metrics }) => [...metrics.keys()])
      .filter((name) => !families.has(name.replace(/_(bucket|count|sum)$/, '')))
    expect(unknown).toEqual([])
  })

  test('knows every label of a query, of every metric that has a series', async () => {
    const unknown = (await queries())
      .filter(({ metrics }) => [...metrics.keys()].every((name) => labels.has(name)))
      .flatMap(({ metrics, grouped }) => {
        const matched = [...metrics].flatMap(([name, matchers]) =>
          matchers.filter((label) => labels.get(name)?.has(label) !== true),
        )
        const all = new Set([...metrics.keys()].flatMap((name) => [...(labels.get(name) ?? [])]))
        return [...matched, ...grouped.filter((label) => !all.has(label))].map(
          (label) => `${[...metrics.keys()].join(', ')}: ${label}`,
        )
      })
    expect(unknown).toEqual([])
  })

  test('raises no alert before the first fault, and all those of a fault while it lasts', () => {
    expect(happenings.filter(({ at, text }) => at < calm().end && text.endsWith('fires'))).toEqual([])
    for (const { fault, start, end } of played) expect(fault.raises.filter((alert) => !isFiring(alert, start, end))).toEqual([])
  })

  test('ends the alerts of a fault after it, but for those that look back for longer', () => {
    for (const { fault, end } of played) {
      const ended = happenings
        .filter(({ at, text }) => at >= end && text.endsWith('ends'))
        .map(({ text }) => text.split(' ', 1)[0])
      expect(ended).toEqual(expect.arrayContaining([...fault.endSoon, ...(fault.endLater ?? [])]))
    }
  })

  test('raises no page when MES is down and caches answer for it', async () => {
    const { start, end } = during('MES down')
    const pages = (await rulesIn('alerts.yml'))
      .filter(({ labels }) => labels?.['severity'] === 'page')
      .map(({ alert }) => `${alert} fires`)
    expect(pages.length).toBeGreaterThan(0)
    expect(happenings.filter(({ at, text }) => at >= start && at < end - 4 * SCRAPE && pages.includes(text))).toEqual([])
    expect(most('Reads by source', during('MES down'), 'memory')).toBeGreaterThan(0)
  })

  test('answers the queries of every panel that is in use', () => {
    expect(
      panels.map(({ title }) => title).filter((title) => (shown.get(title) ?? []).length === 0 && !UNUSED.has(title)),
    ).toEqual([])
  })

  test('shows Redis down, what it queues, and why reads load then', () => {
    const outage = { start: during('Redis down').start + 4 * SCRAPE, end: played[0]?.end ?? 0 }
    expect([least('Redis', calm()), most('Redis', outage)]).toEqual([1, 0])
    expect(least('Queued tags', calm(), 'crm-backend')).toBe(0)
    expect(values('Queued tags', outage, 'crm-backend').at(-1)).toBeGreaterThan(0)
    expect(most('Loads by cause', during('Redis down'), '^unconfirmed$')).toBeGreaterThan(0)
    expect(most('Incidents', during('Redis down'), '^redis-down$')).toBeGreaterThan(0)
  })

  test('shows which process cannot reach Redis', () => {
    expect(least('Redis', during('one cut off'), 'partner-service')).toBe(0)
    expect(least('Redis', during('one cut off'), 'crm-backend')).toBe(1)
  })

  test('shows that knowledge is never older than its bound when a cache answers', () => {
    const always = { start, end: Infinity }
    expect(values('Age of knowledge against its bound', always).length).toBeGreaterThan(0)
    expect(most('Age of knowledge against its bound', always)).toBeLessThanOrEqual(1)
  })

  test('shows the errors of an API that is down', () => {
    expect(most('Failed reads', during('and FLUSHALL'), 'overload')).toBeGreaterThan(0)
    expect(most('Requests', during('and FLUSHALL'), '^mes (?!2..$|304$)')).toBeGreaterThan(0)
    expect(most('Requests', calm(), '^mes 200$')).toBeGreaterThan(0)
  })

  test('shows that the hit ratio falls when Redis is down, and how many processes there are', () => {
    expect(least('Hit ratio', during('Redis down'))).toBeLessThan(most('Hit ratio', calm()))
    expect(most('Hit ratio', { start, end: Infinity })).toBeLessThanOrEqual(1)
    expect(most('Processes', calm())).toBeGreaterThanOrEqual(2)
  })
})
