import { delimiter, dirname, resolve } from 'node:path'
import { type CommandResult, run } from '../../../scripts/command.ts'
import { findPython } from '../../../scripts/ensure-python.ts'
import { findRedisServer } from '../../../scripts/ensure-redis.ts'

const folder = resolve(import.meta.dirname, '../../../examples/appenders')

/** Runs an appender of `examples/` on the Redis at `url`. */
export type Appender = (url: string, ...args: readonly string[]) => Promise<CommandResult>

export const redisCli: Appender = async (url, ...args) => {
  const { cli, env } = await findRedisServer()
  const path = [dirname(cli), process.env['PATH'] ?? ''].join(delimiter)
  return run('sh', [`${folder}/redis-cli.sh`, ...args], { env: { ...env, PATH: path, REDIS_URL: url } })
}

/** The command line of the Python appender. */
export const python: Appender = async (url, ...args) => {
  const { interpreter, env } = await findPython()
  return run(interpreter, [`${folder}/append.py`, ...args], { env: { ...env, REDIS_URL: url, PYTHONUTF8: '1' } })
}

/** A Python program that imports the appender as a module, and finds its arguments in `sys.argv`. */
export const pythonProgram = async (program: string, ...args: readonly string[]): Promise<CommandResult> => {
  const { interpreter, env } = await findPython()
  return run(interpreter, ['-B', '-c', program, ...args], { cwd: folder, env: { ...env, PYTHONUTF8: '1' } })
}

/** What a program printed that succeeded, line by line. */
export const linesOf = async (result: Promise<CommandResult>): Promise<readonly string[]> => {
  const { code, output } = await result
  if (code !== 0) throw new Error(output)
  return output.trim().split('\n')
}
