import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { run } from '../../../scripts/command.ts'
import { findPrometheus } from '../../../scripts/ensure-prometheus.ts'

const folder = resolve(import.meta.dirname, '../../../observability/prometheus')
/** One call of promtool runs both. */
const UNIT_TESTS = ['alerts.test.yml', 'alerts-of-a-day.test.yml']

describe('promtool', () => {
  test('accepts rules, alerts and the configuration', async () => {
    const { tool, env } = await findPrometheus()
    const files = ['rules.yml', 'alerts.yml'].map((name) => resolve(folder, name))
    expect(await run(tool, ['check', 'rules', '--lint-fatal', ...files], { env })).toMatchObject({ code: 0 })
    expect(await run(tool, ['check', 'config', resolve(folder, 'prometheus.yml')], { env })).toMatchObject({ code: 0 })
  })

  test('sees every alert raised by what it is for, and not by what looks like it', async () => {
    const { tool, env } = await findPrometheus()
    const { code, output } = await run(tool, ['test', 'rules', ...UNIT_TESTS], { cwd: folder, env })
    expect({ code, output }).toMatchObject({ code: 0 })
  })
})

interface Alerts {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string }[] }[]
}
interface AlertTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[]
  }[]
}

const readAlerts = async (): Promise<readonly string[]> => {
  const { groups } = parse(await readFile(resolve(folder, 'alerts.yml'), 'utf8')) as Alerts
  return groups.flatMap(({ rules }) => rules.map(({ alert }) => alert))
}

describe('every alert', () => {
  test('has a unit test where it is raised, and a unit test in which it is never raised', async () => {
    const files = await Promise.all(UNIT_TESTS.map((name) => readFile(resolve(folder, name), 'utf8')))
    const tests = files.flatMap((text) => (parse(text) as AlertTests).tests)
    const raised = new Set<string>()
    const quiet = new Set<string>()
    for (const { alert_rule_test: cases } of tests) {
      const names = new Set(cases.map(({ alertname }) => alertname))
      for (const name of names) {
        const isRaised = cases.some(({ alertname, exp_alerts: alerts = [] }) => alertname === name && alerts.length > 0)
        ;(isRaised ? raised : quiet).add(name)
      }
    }
    const alerts = (await readAlerts()).toSorted()
    expect([...raised].toSorted()).toEqual(alerts)
    expect([...quiet].toSorted()).toEqual(alerts)
  })
})
