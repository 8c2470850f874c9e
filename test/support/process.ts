import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { build } from '../../scripts/build.ts'
import { ended, killWithParent, type Ending } from './watchdog.ts'

export interface ChildOptions {
  readonly args?: readonly string[]
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>
  /** Options of Node itself, such as `--expose-gc`. */
  readonly execArgv?: readonly string[]
  /** The build of the package that the child finds under its name; `none` where it does not import it. Default: `fresh`. */
  readonly build?: 'fresh' | 'none'
}

/** A Node process of a test's own that runs a TypeScript file. It ends with the test or with this process, whichever is first. */
export interface ChildProgram extends AsyncDisposable {
  readonly pid: number
  /** Calls a method that the child serves (see `child.ts`), JSON there and back. Rejects with its error, and when it ends. */
  call<T>(method: string, params?: unknown): Promise<T>
  /** Everything that the child printed so far, both streams. */
  readonly output: string
  /** How it ended; pending while it runs. */
  readonly exited: Promise<Ending>
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Freezes the process (SIGSTOP): its sockets stay open, its timers stand still. */
  pause(): void
  resume(): void
}

export interface Request {
  readonly id: number
  readonly method: string
  readonly params: unknown
}

/** The message of a child whose methods can be called. */
export const ready = 'ready'

export type Response = { readonly id: number; readonly result?: unknown } | { readonly id: number; readonly error: string }

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

let built: Promise<void> | undefined

/** Starts `file`, with a fresh build of the package, and waits until it serves its methods. */
export const startChild = async (file: URL | string, options: ChildOptions = {}): Promise<ChildProgram> => {
  if (options.build !== 'none') await (built ??= build())
  const path = file instanceof URL ? fileURLToPath(file) : file
  const child = fork(path, [...(options.args ?? [])], {
    env: { ...process.env, ...options.env },
    execArgv: [...(options.execArgv ?? [])],
    serialization: 'json',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  killWithParent(child)

  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => void (output += chunk.toString('utf8')))
  }

  const waiting = new Map<number, Waiting>()
  const exited = ended(child)
  void exited.then(({ code, signal }) => {
    for (const { reject } of waiting.values()) reject(new Error(`the child process ended (${signal ?? code})\n${output}`))
    waiting.clear()
  })
  const started = once(child, 'message')
  child.on('message', (response: Response | typeof ready) => {
    if (response === ready) return
    const asker = waiting.get(response.id)
    waiting.delete(response.id)
    if ('error' in response) asker?.reject(new Error(response.error))
    else asker?.resolve(response.result as never)
  })
  await Promise.race([
    started,
    once(child, 'close').then(([code, signal]) => {
      throw new Error(`the child process did not start (${signal ?? code})\n${output}`)
    }),
  ])

  let calls = 0
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null
  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    if (isRunning()) child.kill('SIGCONT')
    if (isRunning()) child.kill(signal)
    await exited
  }
  return {
    pid: child.pid ?? 0,
    call: <T>(method: string, params?: unknown) =>
      new Promise<T>((resolve, reject) => {
        if (!isRunning() || !child.connected) return reject(new Error(`the child process has ended\n${output}`))
        const id = (calls += 1)
        waiting.set(id, { resolve, reject })
        const request: Request = { id, method, params }
        child.send(request)
      }),
    get output() {
      return output
    },
    exited,
    kill,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    [Symbol.asyncDispose]: () => kill(),
  }
}
