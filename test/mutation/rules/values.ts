import type { Chapter } from '../mutation.ts'

export const values: Chapter = {
  title: 'What may be kept as a value',
  mutations: [
    {
      rule: 'A value in Redis above the limit is a miss',
      file: 'tier/payload.ts',
      find: 'if (textBytes > maxBytes)',
      replace: 'if (textBytes < 0)',
      test: 'unit/tier/payload.test.ts',
      killedBy: 'that declares more than the limit is refused, compressed',
    },
    {
      rule: 'A value in Redis of another length than declared is a miss',
      file: 'tier/payload.ts',
      find: 'if (json.length !== textBytes)',
      replace: 'if (json.length < 0)',
      test: 'unit/tier/payload.test.ts',
      killedBy: 'of another length than declared is refused, uncompressed',
    },
    {
      rule: 'A value in Redis that is nested too deeply is a miss',
      file: 'key/frozen-json.ts',
      find: 'if (depth === MAX_DEPTH)',
      replace: 'if (depth < 0 && MAX_DEPTH > 0)',
      test: 'unit/key/json.test.ts',
      killedBy: 'of 501 levels is refused when it is read, be it lists or objects, and says so',
    },
    {
      rule: 'A loaded value that is nested too deeply is refused',
      file: 'key/json.ts',
      find: 'if (above.length === MAX_DEPTH)',
      replace: 'if (above.length < 0)',
      test: 'unit/key/json.test.ts',
      killedBy: 'with more than 500 levels is refused, with its path',
    },
    {
      rule: 'A loaded value that breaks the schema of its reader is refused',
      file: 'cache/read-request.ts',
      find: 'if (schema !== undefined) checkValue(schema, value)',
      replace: 'if (schema === null) checkValue(schema, value)',
      test: 'unit/cache/value-schema.test.ts',
      killedBy: 'refuses a loaded value that breaks it, says where, and keeps it out of the cache',
    },
    {
      rule: 'A value above the bound of one entry stays out of memory',
      file: 'tier/memory-tier.ts',
      find: ' || bytes > maxEntryBytes',
      replace: '',
      test: 'unit/tier/memory-tier.test.ts',
      killedBy: 'refuses an entry above the bound of one entry in the same way',
    },
    {
      rule: 'An answer of bytes goes past the cache',
      file: 'operation/executor.ts',
      find: "operation.method === 'GET' && !answersBytes(operation)",
      replace: "operation.method === 'GET'",
      test: 'unit/generator/foreign.test.ts',
      killedBy: 'as bytes that belong to the caller, never from the cache',
    },
  ],
}
