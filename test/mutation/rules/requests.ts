import type { Chapter } from '../mutation.ts'

const transportTest = 'unit/transport/ky-transport.test.ts'

export const requests: Chapter = {
  title: 'Requests',
  mutations: [
    {
      rule: 'A request that may do harm twice is sent once',
      file: 'transport/ky-transport.ts',
      find: 'request.repeatable ? options.retries : 0',
      replace: 'options.retries',
      test: transportTest,
      killedBy: 'never repeat a request that is not repeatable',
    },
    {
      rule: 'What names the version that it replaces is not sent twice: a second one would be told that the first had failed',
      file: 'operation/outgoing-request.ts',
      find: "IDEMPOTENT.has(method) && !Object.keys(header).some((name) => name.toLowerCase() === 'if-match')",
      replace: 'IDEMPOTENT.has(method)',
      test: 'unit/operation/outgoing-request.test.ts',
      killedBy: 'not if it names the version that it replaces',
    },
    {
      rule: 'A token that many callers find refused is renewed once',
      file: 'transport/authorizer.ts',
      find: 'if (headers === known?.headers) forget()',
      replace: 'forget()',
      test: 'unit/transport/credentials.test.ts',
      killedBy: 'is asked once more when 100 concurrent calls find the token refused, and all succeed',
    },
    {
      rule: 'Credentials go to the configured host alone',
      file: 'transport/attempt.ts',
      find: "redirect: 'manual'",
      replace: "redirect: 'follow'",
      test: transportTest,
      killedBy: 'of status 307 is not followed: credentials go nowhere else',
    },
    {
      rule: 'Credentials are added behind all middleware',
      file: 'transport/attempt.ts',
      find: 'Object.entries(credentials)) headers.set(name, value)',
      replace: 'Object.entries(credentials)) if (!headers.has(name)) headers.set(name, value)',
      test: 'unit/transport/middleware.test.ts',
      killedBy: 'sees what is sent, without credentials, and cannot replace them',
    },
    {
      rule: 'An attempt that its middleware does not wait for is aborted',
      file: 'transport/attempt.ts',
      find: '    .finally(() => over.abort())\n',
      replace: '',
      test: 'unit/transport/middleware.test.ts',
      killedBy: 'that throws without waiting for its attempt has the attempt aborted',
    },
    {
      rule: 'Headers of credentials are never shown',
      file: 'transport/redaction.ts',
      find: 'hidden.has(name) || further.has(name)',
      replace: 'further.has(name)',
      test: 'unit/transport/redaction.test.ts',
      killedBy: 'of credentials, the given ones and those of the places are not shown, whatever their case',
    },
    {
      rule: 'No more of a body is read than its bound',
      file: 'transport/answer.ts',
      find: '    if (size > maxBytes) return undefined\n',
      replace: '',
      test: transportTest,
      killedBy: 'and one just within the bound is read, characters of several bytes included',
    },
  ],
}
