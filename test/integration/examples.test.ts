import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { mintToken, partnerApiKey } from '../../reference/shared/api/token.ts'
import { run } from '../../scripts/command.ts'
import { freePort } from '../support/ports.ts'
import { makeScratch } from '../support/scratch.ts'
import { ended, killWithParent } from '../support/watchdog.ts'
import { binaryStl, torus } from '../support/solids.ts'
import { secret } from './reference-servers/credentials.ts'
import { mesServer } from './reference-servers/servers.ts'

const example = (name: string): string => resolve(import.meta.dirname, '../../examples', name)
const scratch = await makeScratch()
afterAll(() => scratch[Symbol.asyncDispose]())

describe('the example', () => {
  test('crm-backend.ts takes an order and reads its new status', async () => {
    await using mes = await mesServer()
    const env = { MES_URL: `${mes.url}/v1`, MES_TOKEN: mintToken({ sub: 'op_01', roles: ['operator'] }, secret) }
    const { code, output } = await run(process.execPath, [example('crm-backend.ts')], { cwd: scratch.path, env })
    expect({ code, output }).toEqual({
      code: 0,
      output: '5 orders to take\nMANUFACTURING_APPROVED → MANUFACTURING_STARTED\nMANUFACTURING_STARTED, from origin\n',
    })
  })

  test('partner-price.ts prices a file once, and says why there is no price', async () => {
    await using mes = await mesServer()
    const env = { MES_URL: `${mes.url}/v1`, MES_API_KEY: partnerApiKey('partner_01', secret) }
    const file = join(scratch.path, 'ring.stl')
    await writeFile(file, binaryStl(torus(8, 1, 20)))
    const priced = await run(process.execPath, [example('partner-price.ts'), file], { cwd: scratch.path, env })
    expect(priced).toMatchObject({
      code: 0,
      output: expect.stringMatching(/price \{ amountMinor: \d+, currency: 'EUR' \}\nagain from memory\n$/),
    })
    const missing = await run(process.execPath, [example('partner-price.ts'), 'none.stl'], { cwd: scratch.path, env })
    expect(missing).toMatchObject({ code: 1, output: expect.stringContaining('no price: model none.stl') })
  })

  test('api-server.ts answers from memory until a mutation', async () => {
    const port = await freePort()
    const server = spawn(process.execPath, [example('api-server.ts')], {
      env: { ...process.env, PORT: String(port), REDIS_URL: undefined },
    })
    killWithParent(server)
    await once(server.stdout, 'data')
    const get = async () => {
      const response = await fetch(`http://127.0.0.1:${port}/ring`)
      return [await response.text(), response.headers.get('x-source')]
    }
    expect([await get(), await get()]).toEqual([
      ['3', 'origin'],
      ['3', 'memory'],
    ])
    await fetch(`http://127.0.0.1:${port}/ring`, { method: 'PUT', body: '5' })
    expect(await get()).toEqual(['5', 'origin'])
    server.kill('SIGTERM')
    expect(await ended(server)).toMatchObject({ code: 0 })
  })
})
