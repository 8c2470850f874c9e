import { uniqueName } from './names.ts'
import { connectResp, type Reply, type RespConnection } from './resp.ts'

/** A command as Redis ran it. */
export interface MonitoredCommand {
  /** Address of the client that sent it, or `lua` for a command inside a script. */
  readonly source: string
  readonly database: number
  /** In capitals, such as `EVALSHA`. */
  readonly name: string
  readonly args: readonly string[]
}

/** Collects every command that Redis runs, from whichever client. */
export interface Monitor extends AsyncDisposable {
  /** Everything that was run since the start or the last `clear()`, and nothing that the test support itself sent. */
  collect(): Promise<readonly MonitoredCommand[]>
  /** Forgets what was run until now. */
  clear(): Promise<void>
}

const line = /^[\d.]+ \[(\d+) (\S+)\] (.*)$/s
const word = /"((?:[^"\\]|\\.)*)"/gs

const escaped = /\\(?:x([0-9a-f]{2})|(.))/gs
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\u0007', b: '\b' }

/** Undoes MONITOR's escapes, which write a string byte by byte. */
const unescape = (text: string): string => {
  const bytes = text.replace(escaped, (_, hex: string | undefined, char: string) =>
    hex === undefined ? (controls[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Reads a line of MONITOR: `1700000000.123456 [0 127.0.0.1:41234] "get" "key"`. */
export const parseMonitorLine = (text: string): MonitoredCommand | undefined => {
  const [, database, source, rest] = line.exec(text) ?? []
  if (source === undefined || rest === undefined) return undefined
  const [name = '', ...args] = [...rest.matchAll(word)].map(([, quoted = '']) => unescape(quoted))
  return { source, database: Number(database), name: name.toUpperCase(), args }
}

/** Opens a monitor on a connection of its own. `probe` is another connection, whose marks show how far MONITOR has come. */
export const startMonitor = async (
  port: number,
  probe: () => Promise<RespConnection>,
  login: readonly string[],
): Promise<Monitor> => {
  const seen: MonitoredCommand[] = []
  const own = new Set<string>()
  let onSeen: ((command: MonitoredCommand) => void) | undefined
  const take = (reply: Reply): void => {
    const command = typeof reply === 'string' ? parseMonitorLine(reply) : undefined
    if (command === undefined) return
    seen.push(command)
    onSeen?.(command)
  }
  const connection = await connectResp(port, take)
  if (login.length > 0) await connection.command('AUTH', ...login)
  await connection.command('MONITOR')

  /** Waits until MONITOR has shown a mark that was sent now: what was run before it is here too. */
  const catchUp = async (): Promise<void> => {
    const mark = uniqueName('mark')
    const arrived = new Promise<void>((resolve) => {
      onSeen = ({ args }) => {
        if (args[0] === mark) resolve()
      }
    })
    const prober = await probe()
    own.add(prober.address)
    await prober.command('ECHO', mark)
    await arrived
  }

  return {
    collect: async () => {
      await catchUp()
      return seen.filter(({ source }) => !own.has(source))
    },
    clear: async () => {
      await catchUp()
      seen.length = 0
    },
    [Symbol.asyncDispose]: async () => connection.close(),
  }
}
