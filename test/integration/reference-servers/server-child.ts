import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { killWithParent } from '../../support/watchdog.ts'
import { secret } from './credentials.ts'

export interface ServerProcess {
  readonly child: ChildProcess
  readonly url: string
  /** Exit code and signal. */
  readonly exited: Promise<unknown[]>
}

/** Starts a server as a process of its own, whose temporary files are in `folder`. It needs the built package. */
export const startProcess = async (server: 'mes' | 'crm', folder: string, ...args: readonly string[]): Promise<ServerProcess> => {
  const file = fileURLToPath(new URL(`../../../reference/${server}/server.ts`, import.meta.url))
  const child = spawn(process.execPath, [file, '--orders', '100', '--secret', secret, ...args], {
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, TMPDIR: folder },
  })
  killWithParent(child)
  const exited = once(child, 'exit')
  if (child.stdout === null) throw new Error('The server has no output')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, exited, url: (JSON.parse(line) as { readonly listening: string }).listening }
}
