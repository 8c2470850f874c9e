import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

const killAtEndOfInput = 'trap "" INT TERM HUP; read -r _; kill -KILL "$1" 2>/dev/null; [ -z "$2" ] || rm -rf "$2"'

/**
 * Ties a child's life to this process: when this process ends, by SIGKILL too, the child is killed and its folder removed. A
 * shell holds the reading end of a pipe whose writing end is here, and acts when the pipe breaks.
 */
export const killWithParent = (child: ChildProcess, folder = ''): void => {
  if (child.pid === undefined) return
  const watchdog = spawn('sh', ['-c', killAtEndOfInput, 'sh', String(child.pid), folder], { stdio: ['pipe', 'ignore', 'ignore'] })
  watchdog.stdin.on('error', () => undefined)
  watchdog.unref()
  child.once('exit', () => watchdog.kill('SIGKILL'))
}

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** How a child ended, now or in the past. */
export const ended = async (child: ChildProcess): Promise<Ending> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return { code: child.exitCode, signal: child.signalCode }
}
