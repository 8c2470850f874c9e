import { subscribe } from 'node:diagnostics_channel'
import { ready, type Request, type Response } from './process.ts'

/** What a test can call in a child process: parameters and results are JSON. */
export type Methods = Readonly<Record<string, (params: never) => unknown>>

const answer = async (methods: Methods, { id, method, params }: Request): Promise<Response> => {
  try {
    const run = methods[method]
    if (run === undefined) throw new Error(`no method ${method}`)
    return { id, result: await run(params as never) }
  } catch (error) {
    return { id, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
  }
}

/** Serves `methods` to the test that started this process. The channel keeps the process running until `process.disconnect()`. */
export const serve = (methods: Methods): void => {
  // An outage that nobody listens to is a warning of the process; tests of children ask for what else they print.
  subscribe('mes-crm-sdk:incident', () => {})
  process.on('message', (request: Request) => {
    void answer(methods, request).then((response) => process.connected && process.send?.(response))
  })
  process.send?.(ready)
}
