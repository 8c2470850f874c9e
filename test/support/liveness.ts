import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

const poll = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await pause(5)
}

/** State of a process as Linux shows it, such as `S` (sleeping) or `T` (stopped); undefined when there is none. */
const stateOf = async (pid: number): Promise<string | undefined> => {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return status === undefined ? undefined : /\) (\S)/.exec(status)?.[1]
}

/** Whether a process runs. */
export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Waits until a process is gone; one that is dead and not yet collected by its parent counts as gone. */
export const untilGone = (pid: number): Promise<void> => poll(async () => !isAlive(pid) || (await stateOf(pid)) === 'Z')

/** Waits until a process stands still. */
export const untilStopped = (pid: number): Promise<void> => poll(async () => (await stateOf(pid)) === 'T')
