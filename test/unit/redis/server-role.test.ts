import { describe, expect, test } from 'vitest'
import { RedisUnavailable } from '../../../src/redis/deadline.ts'
import { needsMending } from '../../../src/redis/redis-refusal.ts'
import { masterHistory } from '../../../src/redis/server-role.ts'

const refusalOf = (info: string): unknown => {
  try {
    return masterHistory(info)
  } catch (error) {
    return error
  }
}

describe('what a server says of its replication', () => {
  test('is its history, of a master', () => {
    expect(masterHistory('# Replication\r\nrole:master\r\nconnected_slaves:0\r\nmaster_replid:0f3c\r\n')).toBe('0f3c')
  })

  test.each([
    ['', /expected the field role in the answer to INFO replication, got none: without it a replica would confirm reads/],
    ['# Replication\r\nmaster_replid:0f3c\r\n', /expected the field role .*, got none/],
    [
      '# Replication\r\nrole:master\r\nconnected_slaves:0\r\n',
      /expected the field master_replid .*, got none: without it a failover that loses invalidations would go unnoticed/,
    ],
    ['role:master\r\nmaster_replid:\r\n', /expected the field master_replid .*, got none/],
    ['role:slave\r\nmaster_replid:0f3c\r\n', /^expected a master, got role slave; the server is used as soon as it is a master$/],
    ['role:slave\r\n', /^expected a master, got role slave/],
  ])('%j is refused, with the reason and as something to mend', (info, reason) => {
    const error = refusalOf(info)
    expect(error).toBeInstanceOf(RedisUnavailable)
    expect(error).toMatchObject({ message: expect.stringMatching(reason) as string, code: 'ROLE' })
    expect(needsMending(error)).toBe(true)
  })
})
