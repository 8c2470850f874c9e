import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { RedisUnavailable } from '../../../src/redis/deadline.ts'
import { needsMending, RedisRefusal, tellsOfServer, toFailure } from '../../../src/redis/redis-refusal.ts'

/** An error as the client makes it of an answer. */
const answered = (message: string, name = 'set', args: readonly string[] = []): Error =>
  Object.assign(new Error(message), { name: 'ReplyError', command: { name, args } })

describe('what Redis refused', () => {
  test('names the command and what to do, and nothing that the command was given', () => {
    const failure = toFailure(
      answered('WRONGPASS invalid username-password pair or user is disabled.', 'AUTH', ['partner', 'pa55']),
    )
    expect(failure.message).toBe(
      'WRONGPASS invalid username-password pair or user is disabled. (answer to auth; check the user and the password in the option "redis")',
    )
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toMatch(/pa55|partner/)
  })

  test('does not repeat the arguments that Redis repeats', () => {
    expect(
      toFailure(answered("ERR unknown command 'pttl', with args beginning with: 'prod:owner:key' ", 'pttl')).message,
    ).toMatch(
      /^ERR unknown command 'pttl' \(answer to pttl; the server has renamed it, or an intermediary does not know it: [^']*\)$/,
    )
  })

  test.each([
    ["NOPERM this user has no permissions to run the 'get' command", 'NOPERM'],
    ["ERR The user executing the script can't run this command or subcommand script: 0f, on @user_script:31.", 'NOPERM'],
    ["OOM command not allowed when used memory > 'maxmemory'. script: 0f, on @user_script:45.", 'OOM'],
    [
      'ERR Error running script (call to f_0f): @user_script:31: @user_script: 31: -OOM command not allowed when used memory',
      'OOM',
    ],
    ["READONLY You can't write against a read only replica.", 'READONLY'],
    ['ERR syntax error', 'ERR'],
  ])('has a code, inside a script too: %s', (message, code) => {
    const failure = toFailure(answered(message))
    expect(failure).toBeInstanceOf(RedisRefusal)
    expect(failure.code).toBe(code)
  })

  test.each([
    ['READONLY replica', true],
    ['LOADING data', true],
    ['MASTERDOWN link', true],
    ['NOAUTH required', true],
    ['NOPERM get', false],
    ['OOM full', false],
    ['MOVED 1 a:1', false],
    ['WRONGTYPE list', false],
    ['NOSCRIPT none', false],
  ])('tells of the whole server, or of one command alone: %s', (message, whole) => {
    expect(tellsOfServer(toFailure(answered(message)))).toBe(whole)
  })
})

describe('what went wrong with a connection', () => {
  test('keeps its code', () => {
    const failure = toFailure(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }))
    expect([failure instanceof RedisUnavailable, failure.code]).toEqual([true, 'ECONNREFUSED'])
  })

  test('is that it was closed, where the client only says that it could not write', () => {
    expect(toFailure(new Error("Stream isn't writeable and enableOfflineQueue options is false")).message).toBe(
      'connection closed',
    )
  })

  test.each([
    ['CERT_HAS_EXPIRED', true],
    ['SELF_SIGNED_CERT_IN_CHAIN', true],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
    ['ROLE', true],
    ['ECONNREFUSED', false],
    ['ECONNRESET', false],
    ['ENOTFOUND', false],
    [undefined, false],
  ])('passes by itself, or has to be mended: %s', (code, mended) => {
    expect(needsMending(new RedisUnavailable('failed', code))).toBe(mended)
  })
})
