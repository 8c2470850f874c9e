import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServiceStats } from '../../../reference/shared/service/stats.ts'
import { build } from '../../../scripts/build.ts'
import { killWithParent } from '../../support/watchdog.ts'
import { send } from './client.ts'
import { operator, service } from './credentials.ts'
import { startProcess, type ServerProcess } from './server-child.ts'

let folder: string
beforeAll(async () => {
  await build()
  folder = await mkdtemp(join(tmpdir(), 'processes-'))
})
afterAll(() => rm(folder, { recursive: true }))

const start = (server: 'mes' | 'crm', ...args: readonly string[]): Promise<ServerProcess> => startProcess(server, folder, ...args)

const stats = async (url: string): Promise<ServiceStats> =>
  (await send<ServiceStats>(`${url}/internal/journal`, { headers: service })).body

describe.each(['mes', 'crm'] as const)('the %s server as a process', (server) => {
  it.each([
    ['on SIGTERM', ({ child }: ServerProcess) => void child.kill('SIGTERM')],
    ['when its standard input ends', ({ child }: ServerProcess) => void child.stdin?.end()],
    ['when its IPC channel closes', ({ child }: ServerProcess) => child.disconnect()],
  ])('serves, and ends in good order %s, leaving no file', async (_when, end) => {
    const running = await start(server)
    expect((await send(`${running.url}/v1/orders?limit=1`, { headers: operator })).status).toBe(200)
    expect(await readdir(folder)).toHaveLength(1)
    end(running)
    expect(await running.exited).toEqual([0, null])
    expect(await readdir(folder)).toEqual([])
  })

  it('answers what it has taken before it ends', async () => {
    const running = await start(server, '--list-latency-ms', '300', '--lists-per-second', '100', '--cache', 'off')
    const slow = send(`${running.url}/v1/orders?limit=1`, { headers: operator })
    await expect.poll(async () => (await stats(running.url)).queries['listOrders']).toBe(1)
    running.child.kill('SIGTERM')
    expect((await slow).status).toBe(200)
    expect(await running.exited).toEqual([0, null])
  })
})

it('a server whose port is taken ends with an error and leaves no file', async () => {
  const running = await start('crm')
  const file = fileURLToPath(new URL('../../../reference/mes/server.ts', import.meta.url))
  const child = spawn(process.execPath, [file, '--orders', '100', '--port', new URL(running.url).port], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: folder },
  })
  killWithParent(child)
  expect((await once(child, 'exit'))[0]).toBe(1)
  running.child.kill('SIGTERM')
  await running.exited
  expect(await readdir(folder)).toEqual([])
})

it('an option that is misspelt ends the process with an error', async () => {
  const file = fileURLToPath(new URL('../../../reference/mes/server.ts', import.meta.url))
  const child = spawn(process.execPath, [file, '--prot', '1'], { stdio: ['ignore', 'ignore', 'pipe'] })
  killWithParent(child)
  expect((await once(child, 'exit'))[0]).not.toBe(0)
})
