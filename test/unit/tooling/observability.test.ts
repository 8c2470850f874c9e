import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { buildDashboard } from '../../../scripts/dashboard.ts'
import { rows } from '../../../scripts/dashboard-panels.ts'
import { scaleDurations } from '../../../scripts/prometheus-server.ts'
import * as crm from '../../../src/generated/crm/operations.ts'
import * as mes from '../../../src/generated/mes/operations.ts'
import { type MetricRow, metricTable, PREFIX } from '../../../src/metrics/table.ts'
import { CALCULATE } from '../../../src/pricing/calculate-request.ts'
import { UPLOAD } from '../../../src/pricing/upload.ts'
import { type Matcher, namesOf } from '../../support/promql.ts'

const root = resolve(import.meta.dirname, '../../..')
const read = (path: string): Promise<string> => readFile(resolve(root, path), 'utf8')

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert?: string
      readonly record?: string
      readonly expr: string
      readonly labels?: Readonly<Record<string, string>>
      readonly annotations?: Readonly<Record<string, string>>
    }[]
  }[]
}

const rulesIn = async (name: string): Promise<Rules['groups'][number]['rules']> => {
  const { groups } = parse(await read(`observability/prometheus/${name}`)) as Rules
  return groups.flatMap(({ rules }) => rules)
}

const anchorsOf = (paper: string): ReadonlySet<string> =>
  new Set(
    [...paper.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    ),
  )

describe('the dashboard', () => {
  const { panels = [] } = buildDashboard()

  test('has no panels that overlap or leave the grid', () => {
    const cells = new Set<string>()
    let count = 0
    for (const { gridPos: place, title } of panels) {
      if (place === undefined) throw new Error(`${title}: no place`)
      expect(place.x + place.w).toBeLessThanOrEqual(24)
      for (let x = place.x; x < place.x + place.w; x++) for (let y = place.y; y < place.y + place.h; y++) cells.add(`${x} ${y}`)
      count += place.w * place.h
    }
    expect(panels.length).toBeGreaterThan(30)
    expect(cells.size).toBe(count)
  })

  test('has each id and each title once', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length)
  })

  test('names labels in a legend only where the query keeps them', () => {
    for (const { expr, legend } of rows.flatMap((row) => row.panels.flatMap(({ queries }) => queries))) {
      const kept = [...expr.matchAll(/by \(([\w, ]+)\)/g)].flatMap(([, names = '']) => names.split(', '))
      expect(kept).toEqual(expect.arrayContaining([...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)))
    }
  })
})

describe('the alerts', () => {
  test('lead to sections of the paper for the engineer on call that exist', async () => {
    const anchors = anchorsOf(await read('docs/operations.md'))
    const links = (await rulesIn('alerts.yml')).map(({ annotations }) => annotations?.['runbook_url'] ?? '')
    expect(links.length).toBeGreaterThan(5)
    expect(links.filter((link) => !link.startsWith('docs/operations.md#') || !anchors.has(link.split('#')[1] ?? ''))).toEqual([])
  })

  test('are the rows of its table, with their severities', async () => {
    const paper = await read('docs/operations.md')
    const documented = [...paper.matchAll(/^\| `(Mescrm\w+)` \| (page|ticket) \|/gm)].map(
      ([, name, severity]) => `${name} ${severity}`,
    )
    const written = (await rulesIn('alerts.yml')).map(({ alert, labels }) => `${alert} ${labels?.['severity']}`)
    expect(documented.toSorted()).toEqual(written.toSorted())
  })

  test('use only recorded series that the rules record', async () => {
    const recorded = new Set((await rulesIn('rules.yml')).map(({ record }) => record))
    const used = (await rulesIn('alerts.yml')).flatMap(({ expr }) => expr.match(/\w+:\w+:\w+/g) ?? [])
    expect(used.length).toBeGreaterThan(0)
    expect(used.filter((name) => !recorded.has(name))).toEqual([])
  })

  test('match kinds of recorded incidents that the rules record', async () => {
    const kindsIn = async (name: string, pattern: RegExp): Promise<readonly string[]> =>
      (await rulesIn(name)).flatMap(({ expr }) => [...expr.matchAll(pattern)].flatMap(([, kinds = '']) => kinds.split('|')))
    const recorded = await kindsIn('rules.yml', /kind=~"([^"]+)"/g)
    const used = await kindsIn('alerts.yml', /increase10m\{kind="([^"]+)"/g)
    expect(new Set(used)).toEqual(new Set(recorded))
  })
})

const table: ReadonlyMap<string, MetricRow> = new Map(Object.entries(metricTable))

/** Labels that every metric has, and those that Prometheus adds. */
const EVERYWHERE = ['namespace', 'instance']

/** Names that a query gives are those of operations of the package. */
const OPERATIONS: readonly string[] = [...[mes, crm].flatMap((api) => Object.values(api).map(({ id }) => id)), CALCULATE, UPLOAD]

const unknownValues = ({ metric, label, values }: Matcher): readonly string[] => {
  const known = label === 'operation' ? OPERATIONS : rowOf(metric).row?.values?.[label]
  return values.filter((value) => known?.includes(value) === false).map((value) => `${metric}{${label}="${value}"}`)
}

/** The row of a metric that Prometheus stores: a histogram has three. */
const rowOf = (name: string): { readonly row: MetricRow | undefined; readonly labels: readonly string[] } => {
  const family = name.slice(PREFIX.length)
  const part = /_(?:bucket|count|sum)$/.exec(family)?.[0]
  const histogram = part === undefined ? undefined : table.get(family.slice(0, -part.length))
  const row = histogram?.type === 'histogram' ? histogram : table.get(family)
  const isBare = row?.type === 'histogram' && histogram === undefined
  return { row: isBare ? undefined : row, labels: [...EVERYWHERE, ...(row?.labels ?? []), ...(part === '_bucket' ? ['le'] : [])] }
}

describe('the queries of panels, rules and alerts', async () => {
  const written = [...(await rulesIn('rules.yml')), ...(await rulesIn('alerts.yml'))].map(({ expr }) => expr)
  const queries = [...rows.flatMap((row) => row.panels.flatMap((panel) => panel.queries.map(({ expr }) => expr))), ...written]
  const names = queries.map(namesOf)
  const matchers = names.flatMap((query) => query.matchers)

  test('name metrics of the table, and each of them somewhere', () => {
    const used = names.flatMap(({ metrics }) => [...metrics.keys()])
    expect(used.filter((name) => rowOf(name).row === undefined)).toEqual([])
    expect([...table.values()].filter((row) => !used.some((name) => rowOf(name).row === row))).toEqual([])
  })

  test('name labels that these metrics have', () => {
    const unknown = names.flatMap(({ metrics, grouped }) => {
      const all = new Set([...metrics.keys()].flatMap((name) => rowOf(name).labels))
      return grouped.filter((label) => !all.has(label)).map((label) => `${[...metrics.keys()].join(', ')}: ${label}`)
    })
    expect(unknown).toEqual([])
    expect(matchers.filter(({ metric, label }) => !rowOf(metric).labels.includes(label))).toEqual([])
  })

  test('name values that these labels can have', () => {
    expect(matchers.flatMap(unknownValues)).toEqual([])
    expect(matchers.filter(({ values }) => values.length > 0).length).toBeGreaterThan(10)
  })

  test('rate counters and histograms, never a gauge', () => {
    const rated = queries.flatMap((query) => [...query.matchAll(/(?:rate|increase)\((mescrm_\w+)/g)].map(([, name = '']) => name))
    expect(rated.length).toBeGreaterThan(10)
    expect(rated.filter((name) => rowOf(name).row?.type === 'gauge')).toEqual([])
  })
})

describe('the series of the tests of alerts', () => {
  test('have labels of the table, and values that these labels can have', async () => {
    const files = await Promise.all(
      ['alerts.test.yml', 'alerts-of-a-day.test.yml'].map((name) => read(`observability/prometheus/${name}`)),
    )
    const tests = files.map(
      (text) => parse(text) as { readonly tests: readonly { readonly input_series: readonly { readonly series: string }[] }[] },
    )
    const matchers = tests
      .flatMap((file) => file.tests)
      .flatMap((one) => one.input_series.flatMap(({ series }) => namesOf(series).matchers))
    expect(matchers.length).toBeGreaterThan(50)
    expect(matchers.filter(({ metric, label }) => !rowOf(metric).labels.includes(label))).toEqual([])
    expect(matchers.flatMap(unknownValues)).toEqual([])
  })
})

describe('durations of rules and queries', () => {
  test('are multiplied, names of series are not', () => {
    expect(scaleDurations('for: 30s\nexpr: increase(a:b:rate5m[1h]) > 3 * (a offset 1d) # in 5m', 0.5)).toBe(
      'for: 15000ms\nexpr: increase(a:b:rate5m[1800000ms]) > 3 * (a offset 43200000ms) # in 5m',
    )
  })
})
