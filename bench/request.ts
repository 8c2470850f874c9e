import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type * as Package from 'mes-crm-sdk'
import { median } from './interleave.ts'
import { printTable } from './table.ts'

const TIMES = 500
const ROUNDS = 15
const IMPORTS = 9

/** Builds of the package: this one, and another one where it is named. */
const builds = (): readonly (readonly [name: string, url: string])[] => [
  ['this build', import.meta.resolve('mes-crm-sdk')],
  ...(process.env['OTHER_BUILD'] === undefined
    ? []
    : [['the other build', pathToFileURL(resolve(process.env['OTHER_BUILD'], 'index.js')).href] as const]),
]

const startApi = async () => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

type Send = () => Promise<unknown>

/** Microseconds of processor time that one takes, the server's share included, which is the same for all. */
const costOf = async (send: Send): Promise<number> => {
  const before = process.cpuUsage()
  for (let n = 0; n < TIMES; n++) await send()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / TIMES
}

const printCosts = (
  title: string,
  heads: readonly string[],
  costs: ReadonlyMap<string, readonly number[]>,
  unit: string,
): void => {
  const [first = []] = costs.values()
  printTable(
    title,
    heads,
    [...costs].map(([name, row]) => [
      name,
      `${median(row).toFixed(1)} ${unit}`,
      `${median(row.map((cost, round) => cost / (first[round] ?? Number.NaN))).toFixed(2)}x`,
    ]),
  )
}

const inTurns = async <Contestant>(
  contestants: ReadonlyMap<string, Contestant>,
  rounds: number,
  cost: (one: Contestant) => Promise<number>,
) => {
  const costs = new Map([...contestants.keys()].map((name): [string, number[]] => [name, []]))
  for (const one of contestants.values()) await cost(one)
  for (let round = 0; round < rounds; round++) for (const [name, one] of contestants) costs.get(name)?.push(await cost(one))
  return costs
}

const benchSent = async (method: 'GET' | 'POST'): Promise<void> => {
  const api = await startApi()
  const body = { orders: ['ord_1', 'ord_2'], quantity: 2 }
  const sends = new Map<string, Send>([
    [
      'fetch, with its JSON',
      async () =>
        (
          await fetch(
            `${api.url}/a`,
            method === 'GET' ? {} : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
          )
        ).json(),
    ],
  ])
  const clients: Package.Sdk[] = []
  for (const [name, url] of builds()) {
    const { createSdk } = (await import(url)) as typeof Package
    const sdk = createSdk({ mes: { baseUrl: api.url, auth: { apiKey: 'key' } } })
    clients.push(sdk)
    sends.set(name, () => sdk.request({ api: 'mes', path: '/a', method, ...(method === 'POST' && { body }) }))
  }
  printCosts(`${method} that is sent`, ['processor time', 'ratio'], await inTurns(sends, ROUNDS, costOf), 'µs')
  for (const sdk of clients) await sdk.close()
  api.close()
}

const run = promisify(execFile)

/** Milliseconds of processor time that a process spends on an import. */
const importCost = async (url: string): Promise<number> => {
  const program = `const before = process.cpuUsage(); await import(process.argv[1]); const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000)`
  return Number((await run(process.execPath, ['--input-type=module', '--eval', program, url])).stdout)
}

/** What a request costs that no cache answers, and what it costs to load the package. */
export const benchRequest = async (): Promise<void> => {
  await benchSent('GET')
  await benchSent('POST')
  const modules = new Map([['an empty module', 'data:text/javascript,'], ...builds()])
  printCosts('Import of the package', ['processor time', 'ratio'], await inTurns(modules, IMPORTS, importCost), 'ms')
}
