import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { run } from './command.ts'
import { findPrometheus } from './ensure-prometheus.ts'

export interface PrometheusOptions {
  /** An empty folder for its files. Whoever makes it removes it. */
  readonly folder: string
  /** What is scraped: `host:port` by the name of the instance. */
  readonly targets: Readonly<Record<string, string>>
  /** Every duration of the rules, and the interval of scrapes (15 s), times this. Default: 1. */
  readonly scale?: number
  /** OpenMetrics text of samples that were taken before. Default: none. */
  readonly history?: string
}

/** A series of a query over a range: its labels, and its values by time in seconds. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly points: readonly (readonly [seconds: number, value: number])[]
}

export interface Range {
  readonly start: number
  readonly end: number
  readonly step: number
}

export type AlertState = 'inactive' | 'pending' | 'firing'

/** A Prometheus that runs with the rules of the package. */
export interface Prometheus {
  readonly url: string
  readonly child: ChildProcess
  /** @throws Error with the reason of Prometheus where it refuses the query */
  query(expr: string): Promise<readonly Series[]>
  /** @throws Error with the reason of Prometheus where it refuses the query */
  queryRange(expr: string, range: Range): Promise<readonly Series[]>
  /** The labels of every series that was scraped or recorded and whose name matches. */
  labels(name: RegExp): Promise<readonly Series['labels'][]>
  /** The state of every alert of the rules, by name. */
  alerts(): Promise<ReadonlyMap<string, AlertState>>
  stop(): Promise<void>
}

const RULES = resolve(import.meta.dirname, '../observability/prometheus')
const SCRAPE_SECONDS = 15
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }

/** A duration as Prometheus writes it, in whole milliseconds. */
export const duration = (seconds: number): string => `${Math.round(seconds * 1_000)}ms`

/** Multiplies every duration of rules or of a query: those after `for:` and `offset`, and the ranges in brackets. */
export const scaleDurations = (text: string, scale: number): string =>
  text.replaceAll(
    /(for: |offset |\[)(\d+)([smhdw])(?=\]|\)|\s|$)/gm,
    (_whole, before: string, count: string, unit: string) => `${before}${duration(Number(count) * (SECONDS[unit] ?? 0) * scale)}`,
  )

/** A loopback port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('the operating system gave no port')
  return address.port
}

const writeFiles = async ({ folder, targets, scale = 1 }: PrometheusOptions): Promise<string> => {
  for (const name of ['rules.yml', 'alerts.yml'])
    await writeFile(join(folder, name), scaleDurations(await readFile(join(RULES, name), 'utf8'), scale))
  const jobs = Object.entries(targets).map(([instance, address]) => ({ targets: [address], labels: { instance } }))
  const every = duration(SCRAPE_SECONDS * scale)
  const config = {
    global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    rule_files: ['rules.yml', 'alerts.yml'],
    scrape_configs: [{ job_name: 'mes-crm-sdk', static_configs: jobs }],
  }
  // JSON is YAML.
  const path = join(folder, 'prometheus.yml')
  await writeFile(path, JSON.stringify(config))
  return path
}

const writeHistory = async (
  tool: string,
  env: Readonly<Record<string, string>>,
  folder: string,
  history: string,
): Promise<void> => {
  const path = join(folder, 'history.txt')
  await writeFile(path, history)
  const { code, output } = await run(tool, ['tsdb', 'create-blocks-from', 'openmetrics', path, join(folder, 'data')], { env })
  if (code !== 0) throw new Error(`the samples of before are refused: ${output}`)
}

interface Answer {
  readonly status: string
  readonly error?: string
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>
      readonly value?: readonly [number, string]
      readonly values?: readonly (readonly [number, string])[]
    }[]
    readonly groups: readonly { readonly rules: readonly { readonly name: string; readonly state: AlertState }[] }[]
  }
}

const ask = async (url: string, path: string, parameters: Readonly<Record<string, string>>): Promise<Answer['data']> => {
  const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`)
  const answer = (await response.json()) as Answer
  if (answer.status !== 'success') throw new Error(`${parameters['query'] ?? path}: ${answer.error}`)
  return answer.data
}

const seriesOf = ({ result }: Answer['data']): readonly Series[] =>
  result.map(({ metric, value, values = value === undefined ? [] : [value] }) => ({
    labels: metric,
    points: values.map(([seconds, text]) => [seconds, Number(text)] as const),
  }))

const waitUntilReady = async (url: string, child: ChildProcess): Promise<void> => {
  while (
    !(await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`prometheus ended with code ${child.exitCode}`)
    await pause(50)
  }
}

/** Starts a Prometheus on a loopback port, with the rules and alerts of the package. @throws Error where there is none to run */
export const startPrometheus = async (options: PrometheusOptions): Promise<Prometheus> => {
  const { server, tool, env } = await findPrometheus()
  const { folder, history } = options
  const config = await writeFiles(options)
  await mkdir(join(folder, 'data'), { recursive: true })
  if (history !== undefined) await writeHistory(tool, env, folder, history)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]
  const child = spawn(server, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  await waitUntilReady(url, child)
  return {
    url,
    child,
    query: async (expr) => seriesOf(await ask(url, 'query', { query: expr })),
    queryRange: async (expr, { start, end, step }) =>
      seriesOf(await ask(url, 'query_range', { query: expr, start: String(start), end: String(end), step: String(step) })),
    labels: async (name) => {
      const response = await fetch(
        `${url}/api/v1/series?${new URLSearchParams({ 'match[]': `{__name__=~${JSON.stringify(name.source)}}` }).toString()}`,
      )
      return ((await response.json()) as { readonly data: readonly Series['labels'][] }).data
    },
    alerts: async () => {
      const { groups } = await ask(url, 'rules', { type: 'alert' })
      return new Map(groups.flatMap(({ rules }) => rules.map(({ name, state }) => [name, state] as const)))
    },
    async stop() {
      const ended = once(child, 'exit')
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await ended
    },
  }
}
