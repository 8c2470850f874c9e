import { createHash } from 'node:crypto'
import {
  CACHE_POSITION_HEADER,
  FUNCTION_LIBRARY,
  formatToken,
  holdsKey,
  logChannel,
  logKey,
  LOG_SCRIPT,
  parseMessage,
  parseRow,
  queuedToken,
  readCachePosition,
  readToken,
} from 'mes-crm-sdk/protocol'
import { describe, expect, test } from 'vitest'
import { formatEpoch, parsePosition, type Position } from '../../../src/coherence/position.ts'
import type { LogRow } from '../../../src/coherence/log/record.ts'
import { readHolds } from '../../../src/coherence/log/stored-holds.ts'
import { compareIds } from '../../../src/coherence/log/stream-id.ts'
import { shippedFunctions, shippedScript, vectors } from '../../support/vectors.ts'
import { id } from '../coherence/support/records.ts'

const plainPosition = ({ epoch, id: { text }, token }: Position) => ({ epoch: formatEpoch(epoch), id: text, token })

const plain = (row: LogRow | undefined) => {
  if (row === undefined) return 'nothing'
  if (row.kind === 'unreadable') return 'unreadable'
  const { kind, prev, tags, ends, leaseMs, leasesMs } = row
  return { kind, ...plainPosition(row), prev: prev.text, tags, ends, leaseMs, ...(leasesMs !== undefined && { leasesMs }) }
}

const position = ({
  epoch,
  id: text,
  token,
}: {
  readonly epoch: string
  readonly id: string
  readonly token: string
}): Position => {
  const parsed = parsePosition(epoch, text, token)
  if (parsed === undefined) throw new Error(`${epoch} ${text} ${token} is no position`)
  return parsed
}

test('the script that ships is the one that the package runs, byte by byte, and has the published SHA-1', () => {
  expect(shippedScript).toBe(LOG_SCRIPT)
  expect(vectors.script).toEqual({ file: 'append.lua', sha1: createHash('sha1').update(shippedScript).digest('hex') })
})

test('the functions that ship are those that the package calls, with the published name', () => {
  expect(shippedFunctions).toBe(FUNCTION_LIBRARY)
  expect(shippedFunctions).toContain(
    `function_name = '${vectors.functions.append}', callback = function(KEYS, ARGV)\n${shippedScript}end`,
  )
})

test.each(vectors.names)('the names of $namespace in database $database', ({ namespace, database, log, holds, channel }) => {
  expect({ log: logKey(namespace), holds: holdsKey(namespace), channel: logChannel(namespace, database) }).toEqual({
    log,
    holds,
    channel,
  })
})

test('ids are ordered as in the list', () => {
  const ids = vectors.idsInOrder.map(id)
  for (const [left, a] of ids.entries()) {
    for (const [right, b] of ids.entries()) expect(Math.sign(compareIds(a, b))).toBe(Math.sign(left - right))
  }
})

describe('a record reads the same from its row and from its message:', () => {
  test.each(vectors.records)('$name', ({ id: text, fields, message, reads }) => {
    expect(plain(parseRow(text, fields))).toEqual(reads)
    expect(plain(parseMessage(message))).toEqual(reads)
  })
})

describe('a row with', () => {
  test.each(vectors.rows)('$name', ({ id: text, fields, reads }) => {
    expect(plain(parseRow(text, fields))).toEqual(reads)
  })
})

describe('a message with', () => {
  test.each(vectors.messages)('$name', ({ message, reads }) => {
    expect(plain(parseMessage(message))).toEqual(reads)
  })
})

describe('an entry of the hash of holds:', () => {
  test.each(vectors.holds)('$name', ({ token, value, nowMs, reads }) => {
    const now = [String(Math.floor(nowMs / 1_000)), String((nowMs % 1_000) * 1_000)]
    expect(readHolds([token, value], now)).toEqual(reads === 'nothing' ? [] : [reads])
  })
})

describe('a position is written and read:', () => {
  test.each(vectors.positions)('$text', ({ namespace, position: parts, text }) => {
    expect(formatToken(namespace, position(parts))).toBe(text)
    expect(readToken(namespace, text)).toEqual(position(parts))
  })
})

describe('a position that is read:', () => {
  test.each(vectors.tokens)('$name', ({ namespace, text, reads }) => {
    const reading = readToken(namespace, text)
    expect(typeof reading === 'string' ? reading : plainPosition(reading)).toEqual(reads)
    expect(text === queuedToken(namespace)).toBe(reads === 'queued')
  })
})

describe('the header Cache-Position with', () => {
  test.each(vectors.headers)('$name', ({ header, atLeast, maxStaleness }) => {
    expect(readCachePosition({ [CACHE_POSITION_HEADER]: header })).toEqual({ atLeast, maxStaleness })
  })
})
