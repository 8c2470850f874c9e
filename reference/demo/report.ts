import { burstRows, type QuoteBursts } from './quote-bursts.ts'
import type { CallSummary, PhaseResult } from './result.ts'
import { callRows, comparisonRows, milliseconds } from './table.ts'

/** A page that needs nothing but itself: the tables of the demonstration, and the same as charts. */
export function renderReport(setting: string, phases: readonly PhaseResult[], bursts: QuoteBursts): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>mes-crm-sdk: demonstration</title><style>${STYLE}</style></head><body><main>
<h1>mes-crm-sdk: what the cache changes</h1>
<pre class="setting">${escape(setting)}</pre>
${htmlTable(comparisonRows(phases))}
<h2>Two hundred prices at once</h2>${htmlTable(burstRows(bursts))}
<h2>Latency of a list, by phase</h2>${latencyChart(phases, 'mes.orders.list')}
<h2>Latency of a status, by phase</h2>${latencyChart(phases, 'mes.orders.status')}
<h2>Calls that reached the APIs</h2>${barChart(
    phases.flatMap((phase) =>
      Object.entries(phase.originCalls).map(([name, count]) => ({ group: phase.name, name, value: count })),
    ),
    String,
  )}
<h2>Where answers came from</h2>${phases.map(tierChart).join('')}
${phases.map((phase) => `<h2>Calls ${escape(phase.name)}</h2>${htmlTable(callRows(phase))}`).join('')}
<p class="note">A stale read: the invalidation of a write was acknowledged at a, the call was made at i, i − a &gt; maxStaleness (1 s), and the answer did not show the write.</p>
</main></body></html>
`
}

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fafbfc;margin:0}main{max-width:960px;margin:2rem auto;padding:0 1.5rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2.2rem}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .6rem;border-bottom:1px solid #d8dee4;text-align:right;font-size:.9rem}th:first-child,td:first-child{text-align:left}
.setting{background:#fff;border:1px solid #d8dee4;padding:.8rem;white-space:pre-wrap}.note{color:#57606a;font-size:.85rem}svg{width:100%;height:auto;background:#fff;border:1px solid #d8dee4}
svg text{font:12px system-ui,sans-serif;fill:#1b1f24}`

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

function htmlTable([head = [], ...body]: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`
  return `<table><thead>${row(head, 'th')}</thead><tbody>${body.map((cells) => row(cells, 'td')).join('')}</tbody></table>`
}

interface Bar {
  readonly group: string
  readonly name: string
  readonly value: number
}

const COLOURS = ['#c0504d', '#2e7d5b', '#2f6f9f', '#8a6d3b']
const ROW = 22
const LEFT = 390
const WIDTH = 960

/** Horizontal bars on a logarithmic scale, since the figures differ by orders of magnitude. */
function barChart(bars: readonly Bar[], label: (value: number) => string): string {
  const groups = [...new Set(bars.map(({ group }) => group))]
  const values = bars.map(({ value }) => value).filter((value) => value > 0)
  const least = Math.min(...values) / 2
  const scale = Math.log(Math.max(...values) / least) || 1
  const rows = bars.map(({ group, name, value }, index) => {
    const width = value > 0 ? Math.max(1, (Math.log(value / least) / scale) * (WIDTH - LEFT - 90)) : 0
    const colour = COLOURS[groups.indexOf(group) % COLOURS.length]
    const top = index * ROW + 6
    return (
      `<text x="${LEFT - 8}" y="${top + 12}" text-anchor="end">${escape(`${name}, ${group}`)}</text>` +
      `<rect x="${LEFT}" y="${top}" width="${width.toFixed(1)}" height="15" fill="${colour}"/>` +
      `<text x="${LEFT + width + 6}" y="${top + 12}">${escape(label(value))}</text>`
    )
  })
  return `<svg viewBox="0 0 ${WIDTH} ${bars.length * ROW + 12}" role="img">${rows.join('')}</svg><p class="note">Logarithmic scale.</p>`
}

function latencyChart(phases: readonly PhaseResult[], call: string): string {
  const bars = (['p50', 'p95', 'p99'] as const).flatMap((percentile) =>
    phases.flatMap((phase) => {
      const summary = phase.calls.find((candidate) => candidate.call === call)
      return summary === undefined ? [] : [{ group: phase.name, name: percentile, value: summary[percentile] }]
    }),
  )
  return barChart(bars, (value) => `${milliseconds(value)} ms`)
}

const TIERS = [
  ['memory', '#2e7d5b'],
  ['redis', '#2f6f9f'],
  ['origin', '#c0504d'],
] as const

/** A bar for each kind of call, divided by where the answers came from. */
function tierChart({ name, calls }: PhaseResult): string {
  const rows = calls
    .filter(({ hits }) => hits.memory + hits.redis + hits.origin > 0)
    .map((call, index) => tierBar(call, index * ROW + 28))
  const legend = TIERS.map(
    ([tier, colour], index) =>
      `<rect x="${LEFT + index * 90}" y="6" width="12" height="12" fill="${colour}"/><text x="${LEFT + 18 + index * 90}" y="17">${tier}</text>`,
  )
  return `<svg viewBox="0 0 ${WIDTH} ${rows.length * ROW + 36}" role="img"><text x="8" y="17">${escape(name)}</text>${legend.join('')}${rows.join('')}</svg>`
}

function tierBar({ call, hits }: CallSummary, top: number): string {
  const total = hits.memory + hits.redis + hits.origin
  let left = LEFT
  const parts = TIERS.map(([tier, colour]) => {
    const width = (hits[tier] / total) * (WIDTH - LEFT - 20)
    const part = `<rect x="${left.toFixed(1)}" y="${top}" width="${width.toFixed(1)}" height="15" fill="${colour}"><title>${tier}: ${hits[tier]}</title></rect>`
    left += width
    return part
  })
  return `<text x="${LEFT - 8}" y="${top + 12}" text-anchor="end">${escape(call)}</text>${parts.join('')}`
}
