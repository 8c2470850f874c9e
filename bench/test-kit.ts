import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median } from './interleave.ts'
import { printTable, type Row } from './table.ts'

const PROCESSES = 9

interface Measured {
  readonly importMs: number
  readonly firstMs: number
  readonly nextMs: number
  readonly dayMs: number
}

const child = fileURLToPath(new URL('test-kit-child.ts', import.meta.url))

/** What a test kit costs a consumer's test: in processes of their own, since the first kit of a process compiles what it runs. */
export const benchTestKit = async (): Promise<void> => {
  const measured: Measured[] = []
  for (let index = 0; index < PROCESSES; index++) {
    const { stdout } = await promisify(execFile)(process.execPath, [child])
    measured.push(JSON.parse(stdout) as Measured)
  }
  const row = (name: string, of: (one: Measured) => number): Row => [name, `${median(measured.map(of)).toFixed(1)} ms`]
  printTable(
    'a test kit: create, read an order, close',
    ['processor time'],
    [
      row('import of mes-crm-sdk/testing', ({ importMs }) => importMs),
      row('the first kit of a process', ({ firstMs }) => firstMs),
      row('each further one', ({ nextMs }) => nextMs),
      row("advance('24h') of a fleet of three", ({ dayMs }) => dayMs),
    ],
  )
}
