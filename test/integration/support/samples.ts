import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { killWithParent } from '../../support/watchdog.ts'

/** A block of code in a paper. */
export interface Sample {
  readonly language: string
  /** The file that it is: the one that the paper names behind the language, else a numbered one. */
  readonly file: string
  readonly code: string
}

const root = resolve(import.meta.dirname, '../../..')

/** Every block of code of a paper, in its order. */
export const readSamples = async (paper: string): Promise<readonly Sample[]> => {
  const text = await readFile(join(root, paper), 'utf8')
  return [...text.matchAll(/^( *)```(\w*)[ \t]*(\S*)\n(.*?)^ *```$/gms)].map(
    ([, indent = '', language = '', name = '', code = ''], index) => ({
      language,
      file: name === '' ? `sample-${index + 1}.ts` : name,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  )
}

/** A sample that goes on until it is told to end. */
export interface RunningSample extends AsyncDisposable {
  /** Tells it to end, as a platform does, and waits until it has. */
  end(): Promise<{ readonly code: number | null; readonly output: string }>
}

/** Starts a sample, and waits until it has printed what `ready` matches. @throws Error with its output when it ends before */
export const startSample = async (
  file: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<RunningSample> => {
  const child = spawn(process.execPath, [file], { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  killWithParent(child)
  let output = ''
  const exited = once(child, 'close')
  const printed = new Promise<void>((listening) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8')
        if (ready.test(output)) listening()
      })
    }
  })
  const fail = (what: string) => (): never => {
    throw new Error(`${file} ${what}\n${output}`)
  }
  await Promise.race([printed, exited.then(fail('ended before it was ready'))])
  const end = async () => {
    child.kill('SIGTERM')
    await exited
    return { code: child.exitCode, output }
  }
  return { end, [Symbol.asyncDispose]: async () => void (await end()) }
}
