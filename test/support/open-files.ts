import { readdir, readlink } from 'node:fs/promises'

/** Files below a path that this process has open, as Linux shows them, that path itself among them; a removed one is followed by `(deleted)`. */
export const openBelow = async (path: string): Promise<readonly string[]> => {
  const targets = await Promise.all((await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
  return targets.filter((target) => target.startsWith(path))
}
