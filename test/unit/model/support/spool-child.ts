import { isModelError } from '../../../../src/error/model-error.ts'
import { createClock } from '../../../../src/foundation/clock.ts'
import { openModel } from '../../../../src/model/open-model.ts'

const [, , spoolFolder = ''] = process.argv
const options = { clock: createClock(), maxModelBytes: 2 ** 30, rememberDigests: undefined, spoolFolder }
const model = ReadableStream.from(Array.from({ length: 100 }, () => new Uint8Array(100_000)))
const error: unknown = await openModel({ model, format: 'STL' }, options, new AbortController().signal).catch(
  (error: unknown) => error,
)
const cause = isModelError(error) && error.cause instanceof Error && 'code' in error.cause ? error.cause.code : 'unknown'
process.stdout.write(`${isModelError(error) ? error.code : String(error)} ${String(cause)}\n`)
