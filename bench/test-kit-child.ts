import { performance } from 'node:perf_hooks'

const importedAt = performance.now()
const { createTestKit } = await import('mes-crm-sdk/testing')

const measure = async (): Promise<number> => {
  const before = performance.now()
  const kit = createTestKit({ orders: [{ id: 'ord_1' }] })
  await kit.sdk.mes.orders.get('ord_1')
  await kit.close()
  return performance.now() - before
}

const importMs = performance.now() - importedAt
const firstMs = await measure()
const nextMs: number[] = []
for (let index = 0; index < 50; index++) nextMs.push(await measure())
console.log(JSON.stringify({ importMs, firstMs, nextMs: nextMs.toSorted((one, other) => one - other)[25] }))
