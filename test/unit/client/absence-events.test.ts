import { expect, test } from 'vitest'
import { channels } from '../../../src/foundation/channels.ts'
import { createSdk } from '../../../src/index.ts'
import { problem, startApi } from '../transport/support/api-server.ts'

test('a remembered 404 is announced as one read', async () => {
  await using api = await startApi((response) => problem(response, 404, { code: 'not-found' }))
  await using sdk = createSdk({ mes: { baseUrl: `${api.url}/v1` }, retries: 0 })
  await sdk.ready()
  const sources: unknown[] = []
  const stop = channels.read.subscribe(({ source }) => void sources.push(source))
  for (let read = 0; read < 2; read++) await sdk.mes.orders.get('ord_1').catch(() => {})
  stop()
  expect(sources).toEqual(['origin', 'memory'])
})
