import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { watchForInterruption } from '../../../src/cli/interruption.ts'

/** A process that notes by which code it was ended, and goes on. */
class NotingProgram extends EventEmitter {
  readonly stdout = new EventEmitter()
  readonly stderr = new EventEmitter()
  readonly exits: number[] = []
  exit(code: number): never {
    this.exits.push(code)
    return undefined as never
  }
}

describe('A program', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is asked to end by the first %s, and ended at once by the second', (name, code) => {
    const program = new NotingProgram()
    using watch = watchForInterruption(program)
    expect(watch.signal.aborted).toBe(false)
    program.emit(name)
    expect(watch.signal.reason).toMatchObject({ code })
    expect(program.exits).toEqual([])
    program.emit(name)
    expect(program.exits).toEqual([code])
  })

  test.each([
    ['that nobody reads ends without a word', 'EPIPE', { code: 141, message: '' }],
    ['that cannot be written says why', 'ENOSPC', { code: 3, message: 'standard output: no' }],
  ])('whose output %s', (_, code, reason) => {
    const program = new NotingProgram()
    using watch = watchForInterruption(program)
    program.stdout.emit('error', Object.assign(new Error('no'), { code }))
    expect(watch.signal.reason).toMatchObject(reason)
  })

  test('goes on without standard error, and leaves signals alone when it is done', () => {
    const program = new NotingProgram()
    const watch = watchForInterruption(program)
    program.stderr.emit('error', Object.assign(new Error('no'), { code: 'EPIPE' }))
    expect(watch.signal.aborted).toBe(false)
    watch[Symbol.dispose]()
    expect(['SIGINT', 'SIGTERM'].map((name) => program.listenerCount(name))).toEqual([0, 0])
  })
})
