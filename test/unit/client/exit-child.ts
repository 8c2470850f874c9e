import { createSdk } from '../../../src/index.ts'

const [, , baseUrl = ''] = process.argv
const sdk = createSdk({ mes: { baseUrl } })
await sdk.mes.orders.get('ord_1')
await sdk.mes.orders.get('ord_1')
void sdk.mes.orders.status('ord_1')
process.stdout.write('read')
