import { readFile } from 'node:fs/promises'
import type { RedisSource } from 'mes-crm-sdk/cache'

/** A connection whose password stands in a file that is replaced when it is rotated: a function cannot be sent to a process. */
export interface RotatedConnection {
  readonly host: string
  readonly port: number
  readonly tls: { readonly ca: string }
  readonly username: string
  readonly passwordFile: string
}

/** The option `redis` of a process: a password in a file is read at every connection. */
export const sourceOf = (connection: RedisSource | RotatedConnection): RedisSource => {
  if (typeof connection === 'string' || !('passwordFile' in connection)) return connection
  const { passwordFile, username, ...options } = connection
  return { ...options, username: () => username, password: () => readFile(passwordFile, 'utf8') }
}
