import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'

const folder = resolve(import.meta.dirname, '../../protocol')

const named = z.object({ name: z.string() })
const tags = z.array(z.string())
const fields = z.record(z.string(), z.string())
const record = z.strictObject({
  kind: z.string(),
  id: z.string(),
  prev: z.string(),
  epoch: z.string(),
  token: z.string(),
  tags,
  ends: tags,
  leaseMs: z.number(),
  leasesMs: z.number().optional(),
})
const position = z.strictObject({ epoch: z.string(), id: z.string(), token: z.string() })
const row = z.union([
  z.string(),
  z.strictObject({ unreadable: z.string() }),
  z.strictObject({ message: z.string(), leases: z.number() }),
])
const hold = z.strictObject({ token: z.string(), tags })

const step = z.discriminatedUnion('step', [
  z.strictObject({
    step: z.literal('bootstrap'),
    rows: z.array(row),
    holds: z.array(hold),
    since: z.string().nullable().optional(),
    at: z.number(),
    outcome: z.enum(['continued', 'loss']),
  }),
  z.strictObject({
    step: z.literal('message'),
    message: z.string(),
    outcome: z.enum(['applied', 'duplicate', 'early', 'unreadable']),
  }),
  z.strictObject({
    step: z.literal('catchUp'),
    rows: z.array(row),
    oldest: row.nullable(),
    at: z.number(),
    outcome: z.enum(['continued', 'broken', 'loss']),
  }),
  z.strictObject({ step: z.literal('head'), row: row.nullable(), at: z.number(), outcome: z.boolean() }),
  z.strictObject({ step: z.literal('older'), rows: z.array(row), outcome: z.string().nullable() }),
  z.strictObject({ step: z.literal('trail'), rows: z.array(row), outcome: z.string().nullable() }),
  z.strictObject({ step: z.literal('forget') }),
  z.strictObject({ step: z.literal('position'), outcome: z.string().nullable() }),
  z.strictObject({ step: z.literal('valid'), stamp: z.string(), tags, outcome: z.boolean() }),
  z.strictObject({ step: z.literal('ahead'), stamp: z.string(), outcome: z.boolean() }),
  z.strictObject({ step: z.literal('held'), tags, outcome: z.boolean() }),
  z.strictObject({ step: z.literal('applied'), record: z.string(), since: z.number(), outcome: z.boolean() }),
  z.strictObject({ step: z.literal('confirmed'), at: z.number(), outcome: z.boolean() }),
])

const schema = z.strictObject({
  about: z.string(),
  version: z.literal(1),
  script: z.strictObject({ file: z.string(), sha1: z.string() }),
  functions: z.strictObject({ file: z.string(), append: z.string() }),
  idsInOrder: z.array(z.string()),
  names: z.array(
    z.strictObject({ namespace: z.string(), database: z.number(), log: z.string(), holds: z.string(), channel: z.string() }),
  ),
  calls: z.array(
    named
      .extend({
        words: z.array(z.string()),
        answers: z.strictObject({
          kind: z.string(),
          epochNumber: z.number(),
          token: z.string(),
          hold: z.string(),
          tags: z.string(),
          left: z.union([z.number(), z.literal('positive')]),
        }),
      })
      .strict(),
  ),
  records: z.array(named.extend({ id: z.string(), fields, message: z.string(), reads: record }).strict()),
  rows: z.array(named.extend({ id: z.string(), fields, reads: z.union([record, z.enum(['unreadable', 'nothing'])]) }).strict()),
  messages: z.array(named.extend({ message: z.string(), reads: z.union([record, z.literal('nothing')]) }).strict()),
  holds: z.array(
    named
      .extend({
        token: z.string(),
        value: z.string(),
        nowMs: z.number(),
        reads: z.union([hold.extend({ remainingMs: z.number() }).strict(), z.literal('nothing')]),
      })
      .strict(),
  ),
  positions: z.array(z.strictObject({ namespace: z.string(), position, text: z.string() })),
  tokens: z.array(
    named
      .extend({ namespace: z.string(), text: z.string(), reads: z.union([position, z.enum(['foreign', 'queued', 'malformed'])]) })
      .strict(),
  ),
  headers: z.array(named.extend({ header: z.string(), atLeast: tags, maxStaleness: z.number() }).strict()),
  histories: z.array(named.extend({ steps: z.array(step) }).strict()),
})

export type Vectors = z.output<typeof schema>
export type Step = z.output<typeof step>
export type VectorRow = z.output<typeof row>

/** The test vectors that ship with the package. */
export const vectors: Vectors = schema.parse(JSON.parse(await readFile(resolve(folder, 'vectors.json'), 'utf8')))

/** The script that ships with the package, as it stands in its file. */
export const shippedScript: string = await readFile(resolve(folder, 'append.lua'), 'utf8')

/** The functions that ship with the package, as they stand in their file. */
export const shippedFunctions: string = await readFile(resolve(folder, 'functions.lua'), 'utf8')
