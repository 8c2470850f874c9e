import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  type Panel,
  QueryVariableBuilder,
  type RowPanel,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard'
import {
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  type DataSourceRef,
} from '@grafana/grafana-foundation-sdk/common'
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog'
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { resolve } from 'node:path'
import { keepCheckedIn } from './checked-in.ts'
import { type PanelPlan, rows, type RowPlan } from './dashboard-panels.ts'

const DASHBOARD = 'observability/grafana/mes-crm-sdk.json'

const SOURCE: DataSourceRef = { type: 'prometheus', uid: '${datasource}' }
/** Columns of Grafana's grid. */
const COLUMNS = 24
const NUMBER = { w: 6, h: 4 } as const
const GRAPH = { w: 8, h: 8 } as const

interface Place {
  readonly x: number
  readonly y: number
}

const queriesOf = ({ queries }: PanelPlan): Builder<Dataquery>[] =>
  queries.map(({ expr, legend }, index) =>
    new DataqueryBuilder()
      .refId(String.fromCodePoint(65 + index))
      .datasource(SOURCE)
      .expr(expr)
      .legendFormat(legend)
      .range(),
  )

const buildPanel = (plan: PanelPlan, id: number, { x, y }: Place): Builder<Panel> => {
  const size = plan.show === 'number' ? NUMBER : GRAPH
  const panel =
    plan.show === 'number'
      ? new StatBuilder().reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
      : new TimeseriesBuilder()
          .fillOpacity(plan.show === 'stack' ? 30 : 0)
          .stacking(new StackingConfigBuilder().mode(plan.show === 'stack' ? StackingMode.Normal : StackingMode.None).group('A'))
  return panel
    .id(id)
    .title(plan.title)
    .description(plan.text)
    .datasource(SOURCE)
    .unit(plan.unit)
    .min(0)
    .targets(queriesOf(plan))
    .gridPos({ ...size, x, y })
}

interface PlacedRow {
  readonly row: Builder<RowPanel>
  readonly built: readonly Builder<Panel>[]
  readonly bottom: number
}

/** Places panels from left to right, line by line; numbers stand in lines of their own. Returns where the next row begins. */
const placeRow = ({ title, panels }: RowPlan, firstId: number, top: number): PlacedRow => {
  const row = new RowBuilder(title).id(firstId).gridPos({ x: 0, y: top, w: COLUMNS, h: 1 })
  let [x, y, height] = [0, top + 1, 0]
  const built = panels.map((plan, index) => {
    const size = plan.show === 'number' ? NUMBER : GRAPH
    if (x + size.w > COLUMNS || (height !== 0 && size.h !== height)) [x, y] = [0, y + height]
    const panel = buildPanel(plan, firstId + 1 + index, { x, y })
    height = size.h
    x += size.w
    return panel
  })
  return { built, row, bottom: y + height }
}

/** The dashboard of the package, as Grafana imports it. */
export const buildDashboard = (): Dashboard => {
  const dashboard = new DashboardBuilder('mes-crm-sdk')
    .uid('mes-crm-sdk')
    .tags(['mes-crm-sdk'])
    .description('Caches, APIs and prices of mes-crm-sdk')
    .editable()
    .refresh('30s')
    .time({ from: 'now-3h', to: 'now' })
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'))
    .withVariable(
      new QueryVariableBuilder('namespace')
        .label('Namespace')
        .datasource(SOURCE)
        .query('label_values(mescrm_caches, namespace)')
        .refresh(VariableRefresh.OnTimeRangeChanged)
        // oxlint-disable-next-line unicorn/no-array-sort -- a setter of Grafana's builder
        .sort(VariableSort.AlphabeticalAsc)
        .multi(true)
        .includeAll(true)
        .allValue('.*')
        .current({ selected: true, text: 'All', value: '$__all' }),
    )
  let [id, top] = [1, 0]
  for (const plan of rows) {
    const { built, row, bottom } = placeRow(plan, id, top)
    dashboard.withRow(row)
    for (const panel of built) dashboard.withPanel(panel)
    id += built.length + 1
    top = bottom
  }
  return dashboard.build()
}

if (import.meta.main) {
  const text = `${JSON.stringify(buildDashboard(), undefined, 2)}\n`
  await keepCheckedIn({ root: resolve(import.meta.dirname, '..'), files: new Map([[DASHBOARD, text]]) }, '`npm run dashboard`')
}
