import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeScratch, type Scratch } from '../../support/scratch.ts'
import { binaryStl, box } from '../../support/solids.ts'
import { type MesProcess, startMesProcess } from './mes-process.ts'
import { type RunningCommand, startCommand } from './mes-crm.ts'

const words = ['price', '--material', 'AU585', '--quantity', '2', '--currency', 'EUR']

describe('mes-crm, while the MES calculates for minutes,', () => {
  let mes: MesProcess
  let scratch: Scratch
  let path: string
  beforeAll(async () => {
    ;[mes, scratch] = await Promise.all([startMesProcess('--calculation-ms', '600000'), makeScratch()])
    path = join(scratch.path, 'ring.stl')
    await writeFile(path, binaryStl(box([4, 2, 3], [0, 0, 0])))
  })
  afterAll(() => Promise.all([mes[Symbol.asyncDispose](), scratch[Symbol.asyncDispose]()]))

  const calculating = async (...args: readonly string[]): Promise<RunningCommand> => {
    const command = await startCommand([...words, path, ...args], { environment: mes.environment })
    await command.told(`${path}: calculating`)
    return command
  }

  test.each([
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
  ] as const)('ends by %s with %i and no result', async (signal, code, text) => {
    const command = await calculating('--json')
    command.kill(signal)
    const { stdout, stderr, ...ending } = await command.done
    expect({ ...ending, stdout, last: stderr.trim().split('\n').at(-1) }).toEqual({
      code,
      signal: null,
      stdout: '',
      last: `mes-crm: ${text}`,
    })
  })

  test('leaves no temporary file when it is ended while it reads its input', async () => {
    const folder = join(scratch.path, 'temporary')
    await scratch.write({ 'temporary/keep': '' })
    const command = await startCommand([...words, '-'], { environment: { ...mes.environment, TMPDIR: folder }, input: 'open' })
    await expect.poll(() => readdir(folder)).toHaveLength(2)
    command.kill('SIGINT')
    expect(await command.done).toMatchObject({ code: 130, signal: null })
    expect(await readdir(folder)).toEqual(['keep'])
  })

  test('ends at its time limit, also where its input does not end', async () => {
    const command = await startCommand([...words, '-', '--timeout', '300ms'], { environment: mes.environment, input: 'open' })
    expect(await command.done).toMatchObject({ code: 4, signal: null })
  })

  test('ends without a word when nobody reads its output', async () => {
    await using quick = await startMesProcess('--calculation-ms', '0')
    const command = await startCommand([...words, path, '-q'], { environment: quick.environment })
    command.stopReading()
    expect(await command.done).toMatchObject({ code: 141, signal: null, stderr: '' })
  })
})
