import { createSdk, fromEnv, isApiError } from 'mes-crm-sdk'

// MES_URL and MES_TOKEN of an operator; with REDIS_URL, all instances share what one has loaded.
const sdk = createSdk({
  ...fromEnv(),
  mes: { baseUrl: process.env['MES_URL'] ?? '', auth: { bearer: process.env['MES_TOKEN'] ?? '' } },
})

const { items } = await sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: 5 })
console.log(`${items.length} orders to take`)

const [order] = items
if (order !== undefined) {
  try {
    const taken = await sdk.mes.orders.claim(order.id, { ifMatch: order.version })
    console.log(`${taken.previousStatus} → ${taken.status}`)
  } catch (error) {
    if (!isApiError(error)) throw error
    console.log(`somebody else was faster: ${error.code}`) // 409 or 412: the cached order is invalid from now on
  }
  const { value, cache } = await sdk.mes.orders.get(order.id).withMeta()
  console.log(`${value.status}, from ${cache.source}`)
}
await sdk.close()
