import type { Series } from './prometheus-server.ts'

/** A panel to draw: its title, and the series of its queries with their legends. */
export interface DrawnPanel {
  readonly title: string
  readonly unit: string
  readonly stacked: boolean
  readonly series: readonly (Series & { readonly legend: string })[]
}

/** A span of time that all panels mark, such as an outage. */
export interface Marked {
  readonly text: string
  readonly start: number
  readonly end: number
}

export interface Picture {
  readonly panels: readonly DrawnPanel[]
  readonly start: number
  readonly end: number
  readonly marks: readonly Marked[]
}

const WIDTH = 1_000
const COLUMNS = 2
const CELL = { width: WIDTH / COLUMNS, height: 250 } as const
const PLOT = { left: 56, right: 12, top: 48, bottom: 52 } as const
const COLOURS = ['#2e7d5b', '#2f6f9f', '#c0504d', '#8a6d3b', '#6b4e9b', '#d08c2f', '#4f9da6', '#7f7f7f'] as const
/** Lines of a legend, and the width of its characters: a series without room has no legend. */
const LEGEND = { lines: 2, lineHeight: 15, character: 5.8, mark: 13, gap: 14 } as const

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const PREFIXES = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
] as const

const short = (value: number): string => {
  const [size, prefix] = PREFIXES.find(([size]) => Math.abs(value) >= size) ?? [1, '']
  return `${Number((value / size).toPrecision(3))}${prefix}`
}

const show = (value: number, unit: string): string => {
  if (unit === 'percentunit') return `${Number((value * 100).toPrecision(3))} %`
  if (unit === 's') return value < 1 ? `${Number((value * 1_000).toPrecision(3))} ms` : `${Number(value.toPrecision(3))} s`
  if (unit === 'ops' || unit === 'reqps') return `${short(value)}/s`
  return unit === 'bytes' || unit === 'Bps' ? `${short(value)}B` : short(value)
}

/** A round number at or above the value, so that the axis ends at one. */
const ceiling = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 2.5, 5].find((step) => step * power >= value) ?? 10) * power
}

/** The series as they are drawn: each on top of those before, where they are stacked. */
const layers = ({ series, stacked }: DrawnPanel): DrawnPanel['series'] => {
  if (!stacked) return series
  const sums = new Map<number, number>()
  return series.map((one) => {
    const points = one.points.map(([at, value]) => {
      const sum = (sums.get(at) ?? 0) + (Number.isFinite(value) ? value : 0)
      sums.set(at, sum)
      return [at, sum] as const
    })
    return { ...one, points }
  })
}

/** Places legends from left to right, line by line. */
const drawLegend = (legends: readonly string[], plotWidth: number): readonly string[] => {
  let [x, line] = [0, 0]
  return legends.flatMap((legend, index) => {
    const width = LEGEND.mark + legend.length * LEGEND.character
    if (x > 0 && x + width > plotWidth) [x, line] = [0, line + 1]
    if (line >= LEGEND.lines) return []
    const [left, top] = [PLOT.left + x, CELL.height - 26 + line * LEGEND.lineHeight]
    x += width + LEGEND.gap
    return (
      `<rect x="${left.toFixed(1)}" y="${top - 8}" width="9" height="9" fill="${COLOURS[index % COLOURS.length]}"/>` +
      `<text x="${(left + LEGEND.mark).toFixed(1)}" y="${top}" class="s">${escape(legend)}</text>`
    )
  })
}

const drawPanel = (panel: DrawnPanel, { start, end, marks }: Picture, left: number, top: number): string => {
  const drawn = layers(panel)
  const values = drawn.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite)
  const most = ceiling(Math.max(...values, 1e-9))
  const [plotWidth, plotHeight] = [CELL.width - PLOT.left - PLOT.right, CELL.height - PLOT.top - PLOT.bottom]
  const x = (at: number): number => PLOT.left + ((Math.min(Math.max(at, start), end) - start) / (end - start)) * plotWidth
  const y = (value: number): number => PLOT.top + plotHeight * (1 - value / most)
  const bands = marks.map(
    ({ text, start: from, end: to }, index) =>
      `<rect x="${x(from).toFixed(1)}" y="${PLOT.top}" width="${Math.max(1, x(to) - x(from)).toFixed(1)}" height="${plotHeight}" fill="#c0504d" opacity=".12"/>` +
      `<text x="${x(from).toFixed(1)}" y="${PLOT.top - 4 - (index % 2) * 11}" class="s">${escape(text)}</text>`,
  )
  const grid = [0, 0.5, 1].map(
    (share) =>
      `<line x1="${PLOT.left}" x2="${CELL.width - PLOT.right}" y1="${y(most * share)}" y2="${y(most * share)}" stroke="#d8dee4"/>` +
      `<text x="${PLOT.left - 6}" y="${y(most * share) + 4}" text-anchor="end" class="s">${show(most * share, panel.unit)}</text>`,
  )
  // The highest layer first: each lower one covers its part of it.
  const lines = drawn
    .map(({ points }, index) => {
      const shown = points
        .filter(([, value]) => Number.isFinite(value))
        .map(([at, value]) => [x(at).toFixed(1), y(value).toFixed(1)] as const)
      const path = shown.map(([at, value], place) => `${place === 0 ? 'M' : 'L'}${at} ${value}`).join('')
      const colour = COLOURS[index % COLOURS.length]
      const area =
        panel.stacked && shown.length > 0
          ? `<path d="${path}L${shown.at(-1)?.[0]} ${y(0)}L${shown[0]?.[0]} ${y(0)}Z" fill="${colour}"/>`
          : ''
      return `${area}<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.6"/>`
    })
    .toReversed()
  const legend = drawLegend(
    drawn.map(({ legend }) => legend),
    plotWidth,
  )
  const minutes = `<text x="${CELL.width - PLOT.right}" y="${CELL.height - PLOT.bottom + 14}" text-anchor="end" class="s">${Math.round(end - start)} s</text>`
  return `<g transform="translate(${left} ${top})"><text x="${PLOT.left}" y="20" class="t">${escape(panel.title)}</text>${[...grid, ...lines, ...bands, ...legend, minutes].join('\n')}</g>`
}

const STYLE =
  'text{font:12px system-ui,sans-serif;fill:#1b1f24}.t{font-weight:600;font-size:13px}.s{font-size:10.5px;fill:#57606a}'

/** Draws panels in two columns, as one SVG that needs nothing but itself. */
export const drawPicture = (picture: Picture): string => {
  const height = Math.ceil(picture.panels.length / COLUMNS) * CELL.height
  const cells = picture.panels.map((panel, index) =>
    drawPanel(panel, picture, (index % COLUMNS) * CELL.width, Math.floor(index / COLUMNS) * CELL.height),
  )
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img"><style>${STYLE}</style>` +
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>${cells.join('\n')}</svg>\n`
  )
}
