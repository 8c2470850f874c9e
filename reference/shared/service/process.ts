import { fstatSync } from 'node:fs'
import type { RunningServer } from './server.ts'

/**
 * Runs a server as a process of its own: prints where it listens as one line of JSON, ends in good order on SIGTERM and SIGINT,
 * and when the process that started it is gone, so that nothing is left running.
 */
export async function runServer(start: () => Promise<RunningServer>): Promise<void> {
  const ended = Promise.race([endOfParent(), signalled()])
  const server = await start()
  process.stdout.write(`${JSON.stringify({ listening: server.url })}\n`)
  await ended
  await server.close()
  if (process.connected) process.disconnect()
  process.stdin.destroy()
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
}

/** A parent that dies closes its end of the IPC channel and of standard input; a terminal or a file is no parent. */
function endOfParent(): Promise<void> {
  return new Promise((resolve) => {
    process.once('disconnect', resolve)
    const input = fstatSync(0)
    if (!input.isFIFO() && !input.isSocket()) return
    process.stdin.once('end', resolve).once('error', resolve).resume()
  })
}
