import { type PanelPlan, rows } from './dashboard-panels.ts'
import { type DrawnPanel, drawPicture, type Marked } from './panel-picture.ts'
import { duration, type Prometheus, type Range, scaleDurations, type Series } from './prometheus-server.ts'

export const panels: readonly PanelPlan[] = rows.flatMap(({ panels }) => panels)

/** Grafana gives a rate four scrapes. */
const RATE_SCRAPES_SECONDS = 60

/** The queries of a panel as Grafana sends them, for all namespaces, with scaled durations. */
const queriesOf = (panel: PanelPlan, scale: number): readonly string[] =>
  panel.queries.map(({ expr }) =>
    scaleDurations(expr, scale)
      .replaceAll('$namespace', '.*')
      .replaceAll('$__rate_interval', duration(RATE_SCRAPES_SECONDS * scale)),
  )

const legendOf = (template: string, labels: Series['labels']): string =>
  template.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => labels[name] ?? '').trim()

/** What a panel shows over a range. */
export const readPanel = async (
  prometheus: Prometheus,
  panel: PanelPlan,
  range: Range,
  scale: number,
): Promise<DrawnPanel['series']> => {
  const answers = await Promise.all(queriesOf(panel, scale).map((expr) => prometheus.queryRange(expr, range)))
  return answers.flatMap((series, index) =>
    series.map((one) => ({ ...one, legend: legendOf(panel.queries[index]?.legend ?? '', one.labels) })),
  )
}

const PICTURED = ['Reads by source', 'Loads by cause', 'Hit ratio', 'Queued tags', 'Redis', 'Age of knowledge'] as const

/** Draws the panels that show most of what faults do. */
export const drawPanels = async (
  prometheus: Prometheus,
  range: Range,
  scale: number,
  marks: readonly Marked[],
): Promise<string> => {
  const chosen = PICTURED.map((title) => panels.find((panel) => panel.title === title)).filter((panel) => panel !== undefined)
  const drawn = await Promise.all(
    chosen.map(async (panel): Promise<DrawnPanel> => ({
      title: panel.title,
      unit: panel.unit,
      stacked: panel.show === 'stack',
      series: await readPanel(prometheus, panel, range, scale),
    })),
  )
  return drawPicture({ panels: drawn, start: range.start, end: range.end, marks })
}
