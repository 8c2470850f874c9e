import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChildProgram, startChild } from '../../support/process.ts'
import { makeScratch, type Scratch } from '../../support/scratch.ts'
import type { Left, Played } from './misbehaving-child.ts'

const NOTHING: Left = { unended: [], files: [], timers: 0, requests: 0 }

describe('whatever callers give, and however it misbehaves, the process lives, and the caller is told the real error', () => {
  let scratch: Scratch
  let child: ChildProgram
  beforeAll(async () => {
    scratch = await makeScratch()
    child = await startChild(new URL('./misbehaving-child.ts', import.meta.url), { args: [scratch.path], build: 'none' })
  })
  afterAll(async () => {
    await child.kill()
    await scratch[Symbol.asyncDispose]()
  })

  test.each([
    ['streams', 300],
    ['callbacks', 100],
  ])('%s', async (method, atLeast) => {
    const { played, wrong } = await child.call<Played>(method)
    expect(played).toBeGreaterThan(atLeast)
    expect.soft(wrong).toEqual([])
    await expect.soft(child.call('unheard')).resolves.toEqual([])
    await expect.poll(() => child.call<Left>('left')).toEqual(NOTHING)
    expect(await child.call('unheard')).toEqual([])
  })

  test('nothing of it keeps the process, which exits with 0', async () => {
    await child.call('leave')
    expect(await child.exited).toEqual({ code: 0, signal: null })
    expect(child.output).toBe('')
  })
})
