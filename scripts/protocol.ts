import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { APPEND } from '../src/coherence/log/redis-log.ts'
import { keepCheckedIn } from './checked-in.ts'
import { FUNCTIONS } from '../src/cache/connect-redis.ts'

const root = resolve(import.meta.dirname, '..')

/** The published names of the script: its SHA-1 wherever it is called, and those of the functions. */
const withNames = (vectors: string): string => {
  const [, before] = /"script": \{[^}]*"sha1": "([0-9a-f]{40})"/.exec(vectors) ?? []
  if (before === undefined) throw new Error('protocol/vectors.json: expected the SHA-1 of the script, got none')
  const [, append = ''] = FUNCTIONS.calls.short(APPEND, [], [])
  return vectors.replaceAll(before, APPEND.sha1).replace(/("functions": \{[^}]*"append": )"[^"]*"/, `$1"${String(append)}"`)
}

const files = new Map([
  ['protocol/append.lua', APPEND.text],
  ['protocol/functions.lua', FUNCTIONS.text],
  ['protocol/vectors.json', withNames(await readFile(join(root, 'protocol/vectors.json'), 'utf8'))],
])

await keepCheckedIn({ root, files }, 'npm run protocol')
