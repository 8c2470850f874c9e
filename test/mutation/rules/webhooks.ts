import type { Chapter } from '../mutation.ts'

const receive = 'webhook/receive.ts'
const receiveTest = 'unit/webhook/receive.test.ts'
const unwrapTest = 'unit/webhook/unwrap.test.ts'

export const webhooks: Chapter = {
  title: 'Webhooks: messages of a server that the log does not reach',
  mutations: [
    {
      rule: 'A message is invalidated before it is handled',
      file: receive,
      find: 'await this.#invalidate(id, message.data.tags)',
      replace: '',
      test: receiveTest,
      killedBy: 'is invalidated before it is handled, and taken once by the fleet',
    },
    {
      rule: 'A message that was taken is not handled again',
      file: receive,
      find: 'if (standing === TAKEN) return undefined',
      replace: '',
      test: receiveTest,
      killedBy: 'is invalidated before it is handled, and taken once by the fleet',
    },
    {
      rule: 'A message is remembered only after it was handled',
      file: receive,
      find: 'if (isNewest) await handle?.(message)\n    await this.#propose(key, TAKEN, standing)',
      replace: 'await this.#propose(key, TAKEN, standing)\n    if (isNewest) await handle?.(message)',
      test: receiveTest,
      killedBy: 'whose handler fails is taken again when it is delivered again',
    },
    {
      rule: 'A message is not taken while the log cannot be reached',
      file: receive,
      find: "if (status === 'applied') return",
      replace: 'if (status.length > 0) return',
      test: receiveTest,
      killedBy: 'is not taken while the log cannot be reached',
    },
    {
      rule: 'A message that is older than one taken before is not handled',
      file: receive,
      find: 'return !(Number(standing) > version)',
      replace: 'return standing.length > 0',
      test: receiveTest,
      killedBy: 'that is older than one taken before is invalidated, since it may name other tags, and not handled',
    },
    {
      rule: 'A message that nobody with the secret has signed is refused',
      file: 'webhook/signature.ts',
      find: 'one.length === expected.length && timingSafeEqual(one, expected)',
      replace: 'one.length === expected.length',
      test: unwrapTest,
      killedBy: 'is refused, whatever was changed',
    },
    {
      rule: 'A message that was sent too long ago is refused, and one from the future',
      file: 'webhook/unwrap.ts',
      find: 'if (Math.abs(awayMs) <= toleranceMs) return',
      replace: 'if (awayMs <= toleranceMs) return',
      test: unwrapTest,
      killedBy: 'is taken within the tolerance, in both directions, and not beyond',
    },
  ],
}
