import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isAlive, untilGone, untilStopped } from '../../support/liveness.ts'
import { startChild } from '../../support/process.ts'

const echo = new URL('./echo-child.ts', import.meta.url)

describe('A child process of a test', () => {
  test('runs TypeScript, takes arguments and environment, and answers calls as JSON', async () => {
    await using child = await startChild(echo, { build: 'none', args: ['one', 'two'], env: { GREETING: 'hello' } })
    expect(await child.call('describe')).toEqual({ args: ['one', 'two'], greeting: 'hello', pid: child.pid })
    const values = [{ value: 1 }, { value: 2 }, { value: 3 }]
    expect(await Promise.all(values.map((value) => child.call('echo', value)))).toEqual(values)
  })

  test('passes its errors on, and what it printed', async () => {
    await using child = await startChild(echo, { build: 'none' })
    await expect(child.call('fail', 'no reason')).rejects.toThrow('TypeError: no reason')
    await expect(child.call('missing')).rejects.toThrow('no method missing')
    await child.call('print', 'a line')
    await expect.poll(() => child.output).toContain('a line')
  })

  test('that dies rejects what it was asked', async () => {
    await using child = await startChild(echo, { build: 'none' })
    const asked = child.call('never')
    void child.kill()
    await expect(asked).rejects.toThrow(/SIGKILL/)
    await expect(child.call('echo')).rejects.toThrow(/has ended/)
    expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' })
  })

  test('that cannot start says why', async () => {
    const missing = new URL('./no-such-file.ts', import.meta.url)
    await expect(startChild(missing, { build: 'none' })).rejects.toThrow(/Cannot find module/)
  })

  test('stands still while it is paused', async () => {
    await using child = await startChild(echo, { build: 'none' })
    child.pause()
    await untilStopped(child.pid)
    const asked = child.call('echo', 1)
    child.resume()
    expect(await asked).toBe(1)
  })

  test('is gone when the test is over, paused or not', async () => {
    const child = await startChild(echo, { build: 'none' })
    child.pause()
    await child[Symbol.asyncDispose]()
    expect(isAlive(child.pid)).toBe(false)
  })

  test('dies with the process that started it, however that dies', async () => {
    const file = join(import.meta.dirname, 'child-owner.ts')
    const owner = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(owner.stdout, 'data')) as [Buffer]
    const pid = Number(line.toString('utf8'))
    expect(isAlive(pid)).toBe(true)
    owner.kill('SIGKILL')
    await untilGone(pid)
  })
})
