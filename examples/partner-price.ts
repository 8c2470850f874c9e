import { createSdk, fromEnv, isCalculationError, isModelError } from 'mes-crm-sdk'

// MES_URL and MES_API_KEY. Usage: node examples/partner-price.ts ring.stl
const sdk = createSdk(fromEnv())
const [, , model = 'ring.stl'] = process.argv

try {
  const request = { model, materialCode: 'AU585', quantity: 2, currency: 'EUR' } as const
  const quote = await sdk.mes.quotes.calculate(request, { onProgress: ({ phase }) => console.log(phase) })
  console.log('price', quote.result.totalPrice)
  const again = await sdk.mes.quotes.calculate(request).withMeta() // the same bytes, whatever their name: no second calculation
  console.log('again from', again.cache.source)
} catch (error) {
  if (!isModelError(error) && !isCalculationError(error)) throw error
  console.log(`no price: ${error.message}`) // the file cannot be used, or cannot be made in this material
  process.exitCode = 1
} finally {
  await sdk.close()
}
