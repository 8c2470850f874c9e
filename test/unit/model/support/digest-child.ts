import { subscribe } from 'node:diagnostics_channel'
import { createClock } from '../../../../src/foundation/clock.ts'
import { openModel } from '../../../../src/model/open-model.ts'

const [, , path = '', how] = process.argv
let threads = 0
subscribe('worker_threads', () => void (threads += 1))
const controller = new AbortController()
const source = await openModel(
  { model: path },
  { clock: createClock(), maxModelBytes: 2 ** 32, rememberDigests: undefined, spoolFolder: '/nowhere' },
  controller.signal,
)
const onBytes = (): void => {
  if (how === 'abandon') controller.abort(new Error('abandoned'))
}
const said = await source.digest({ signal: controller.signal, onBytes }).then(
  (digest) => `digest ${digest}`,
  (error: Error) => error.message,
)
process.stdout.write(`${said}\nthreads ${threads}\n`)
