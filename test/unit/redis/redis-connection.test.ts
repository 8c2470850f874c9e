import { Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import { createRedisClient } from '../../../src/redis/redis-connection.ts'

const ALLOWED = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  keyPrefix: '',
  stringNumbers: false,
  enableReadyCheck: false,
}
const ASKED = {
  enableOfflineQueue: true,
  autoResendUnfulfilledCommands: true,
  keyPrefix: 'app:',
  stringNumbers: true,
  enableReadyCheck: true,
}

describe('whatever the caller asks for, a connection has no queue, repeats nothing and changes no name', () => {
  test('in the query of a URL', () => {
    const query = Object.entries(ASKED)
      .map(([name, value]) => `${name}=${value}`)
      .join('&')
    const { options } = createRedisClient(`redis://user:p%40ss@127.0.0.1:1/4?${query}&connectionName=mine`)
    expect(options).toMatchObject({ ...ALLOWED, username: 'user', password: 'p@ss', db: 4, connectionName: 'mine' })
  })

  test('in ioredis options', () => {
    expect(createRedisClient({ host: '127.0.0.1', port: 1, ...ASKED }).options).toMatchObject({ ...ALLOWED, port: 1 })
  })

  test('in an ioredis instance', () => {
    const instance = new Redis({ host: '127.0.0.1', port: 1, ...ASKED, lazyConnect: true })
    expect(createRedisClient(instance).options).toMatchObject({ ...ALLOWED, port: 1 })
    instance.disconnect()
  })
})
