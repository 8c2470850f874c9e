import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
/** Collects everything that nobody holds. */
export const collectGarbage: () => void = runInNewContext('gc')

/** Bytes of the heap that are in use once everything is collected that nobody holds. */
export const heldBytes = (): number => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}
