import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const unclaimedFor = 10_000

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const isAbandoned = async (path: string): Promise<boolean> => {
  const owner = await readFile(join(path, 'pid'), 'utf8').catch(() => undefined)
  if (owner !== undefined && owner !== '') return !isRunning(Number(owner))
  const made = await stat(path).catch(() => undefined)
  return made !== undefined && Date.now() - made.mtimeMs > unclaimedFor
}

const tryAcquire = async (path: string): Promise<boolean> => {
  try {
    await mkdir(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
  await writeFile(join(path, 'pid'), String(process.pid))
  return true
}

const discard = async (path: string): Promise<void> => {
  const grave = `${path}.${process.pid}.${Date.now()}`
  await rename(path, grave).catch(() => undefined)
  await rm(grave, { recursive: true, force: true })
}

/**
 * Runs `work` while this process alone holds the folder `path`: a lock between processes that needs nothing but a file system.
 * The lock of a process that has died is taken over.
 */
export const withLock = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  await mkdir(dirname(path), { recursive: true })
  while (!(await tryAcquire(path))) {
    if (await isAbandoned(path)) await discard(path)
    else await pause(100)
  }
  try {
    return await work()
  } finally {
    await rm(path, { recursive: true, force: true })
  }
}
