import { describe, expect, test } from 'vitest'
import { isConnectionError } from '../../../src/error/connection-error.ts'
import { isWebhookError } from '../../../src/error/webhook-error.ts'
import { type ChangeMessage, Receiver } from '../../../src/webhook/receive.ts'
import { claimsWith } from '../../../src/tier/claims.ts'

const messageOf = (version: number, tags: readonly string[] = [`v${version}`], id = 'ord_1'): ChangeMessage => ({
  data: { id, version, tags },
})

/** Receivers of one installation; each is a process. */
const openFleet = () => {
  let now = 0
  const told: string[] = []
  const log = { status: 'applied' as 'applied' | 'queued' }
  const claims = claimsWith(undefined, () => now)
  const coherence = {
    namespace: 'n',
    invalidate: async (tags: readonly string[]) => {
      told.push(`invalidate ${tags.join(' ')}`)
      return { status: log.status, position: '' as never }
    },
  }
  const open = (owner = 'partner') => new Receiver<ChangeMessage>({ api: 'mes', owner, claims, coherence })
  const handle = ({ data }: ChangeMessage): void => void told.push(`handle ${data.id} v${data.version}`)
  return { told, log, open, handle, pass: (milliseconds: number) => void (now += milliseconds) }
}

describe('a message', () => {
  test('is invalidated before it is handled, and taken once by the fleet', async () => {
    const { open, told, handle } = openFleet()
    const message = messageOf(8, ['order:1', 'stats'])
    expect(await open().take({ id: 'm1', message }, handle)).toBe(message)
    expect(await open().take({ id: 'm1', message }, handle)).toBeUndefined()
    expect(told).toEqual(['invalidate order:1 stats', 'handle ord_1 v8'])
  })

  test('that is older than one taken before is invalidated, since it may name other tags, and not handled', async () => {
    const { open, told, handle } = openFleet()
    await open().take({ id: 'm2', message: messageOf(3) }, handle)
    expect(await open().take({ id: 'm1', message: messageOf(2) }, handle)).toBeUndefined()
    expect(told).toEqual(['invalidate v3', 'handle ord_1 v3', 'invalidate v2'])
    expect(await open().take({ id: 'm3', message: messageOf(2, [], 'ord_2') }, handle)).toBeDefined()
  })

  test('whose handler fails is taken again when it is delivered again', async () => {
    const { open, told, handle } = openFleet()
    const failure = new Error('the database is away')
    const receiver = open()
    await expect(receiver.take({ id: 'm1', message: messageOf(2) }, () => Promise.reject(failure))).rejects.toBe(failure)
    expect(await receiver.take({ id: 'm1', message: messageOf(2) }, handle)).toBeDefined()
    expect(told).toEqual(['invalidate v2', 'invalidate v2', 'handle ord_1 v2'])
  })

  test('whose process died before it was remembered is taken by another', async () => {
    const { open, told, handle } = openFleet()
    void open().take({ id: 'm1', message: messageOf(2) }, () => new Promise(() => {}))
    await Promise.resolve()
    expect(await open().take({ id: 'm1', message: messageOf(2) }, handle)).toBeDefined()
    expect(told).toContain('handle ord_1 v2')
  })

  test('is not taken while the log cannot be reached', async () => {
    const { open, log, told, handle } = openFleet()
    log.status = 'queued'
    const refused: unknown = await open()
      .take({ id: 'm1', message: messageOf(2) }, handle)
      .catch((error: unknown) => error)
    expect(isConnectionError(refused) && refused.requestId).toBe('m1')
    log.status = 'applied'
    expect(await open().take({ id: 'm1', message: messageOf(2) }, handle)).toBeDefined()
    expect(told.filter((line) => line.startsWith('handle'))).toEqual(['handle ord_1 v2'])
  })

  test('with tags that no log can hold is refused', async () => {
    const { open, told } = openFleet()
    const refused: unknown = await open()
      .take({ id: 'm1', message: messageOf(2, ['x'.repeat(600)]) })
      .catch((error: unknown) => error)
    expect(isWebhookError(refused) && refused.code).toBe('payload')
    expect(told).toEqual([])
  })

  test('of another principal is another message', async () => {
    const { open, handle, told } = openFleet()
    await open('a').take({ id: 'm1', message: messageOf(2) }, handle)
    expect(await open('b').take({ id: 'm1', message: messageOf(2) }, handle)).toBeDefined()
    expect(told.filter((line) => line.startsWith('handle'))).toHaveLength(2)
  })

  test('is forgotten after a week', async () => {
    const { open, pass, handle } = openFleet()
    await open().take({ id: 'm1', message: messageOf(2) }, handle)
    pass(7 * 24 * 3_600_000 - 1)
    expect(await open().take({ id: 'm1', message: messageOf(2) }, handle)).toBeUndefined()
    pass(1)
    expect(await open().take({ id: 'm1', message: messageOf(2) }, handle)).toBeDefined()
  })
})
