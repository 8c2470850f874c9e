import { createSdk, isModelError, isTimeoutError } from '../../../src/index.ts'
import { binaryStl, box } from '../../support/solids.ts'

/** Calculates one price, prints how it ended, and closes nothing: the process has to end by itself. */
const [, , baseUrl = '', apiKey = '', spoolFolder = '', how = ''] = process.argv
const sdk = createSdk({ mes: { baseUrl, auth: { apiKey } }, pricing: { spoolFolder } })
const chunks =
  how === 'full-disk' ? Array.from({ length: 100 }, () => new Uint8Array(100_000)) : [binaryStl(box([5, 2, 3], [0, 0, 0]))]
const request = {
  model: ReadableStream.from(chunks),
  fileName: 'ring.stl',
  materialCode: 'AU585',
  quantity: 2,
  currency: 'EUR',
} as const
const call = sdk.mes.quotes.calculate(request, how === 'timeout' ? { timeout: '800ms' } : {})

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

const said = await call.then(
  ({ status }) => status,
  (error: unknown) => {
    if (isModelError(error)) return `${error.kind} ${error.code} ${String(codeOf(error.cause))}`
    return isTimeoutError(error) ? error.kind : String(error)
  },
)
process.stdout.write(`${said}\n`)
