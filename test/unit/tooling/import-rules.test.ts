import { copyFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../../../scripts/command.ts'
import { makeScratch } from '../../support/scratch.ts'

const root = resolve(import.meta.dirname, '../../..')
const configuration = join(root, '.dependency-cruiser.cjs')

interface Named {
  readonly name: string
}

/** The part of dependency-cruiser's JSON report that counts. */
interface Report {
  readonly summary: { readonly violations: readonly { readonly from: string; readonly rule: Named }[] }
}

interface Violation {
  readonly rule: string
  readonly from: string
}

type Tree = Readonly<Record<string, string>>

/** Runs the project's import rules on a tree of files in a folder that has the project's dependencies. */
const violationsOf = async (tree: Tree): Promise<readonly Violation[]> => {
  await using scratch = await makeScratch()
  await scratch.write({ 'src/key/leaf.ts': 'export const leaf = 1', 'examples/leaf.ts': '', ...tree })
  await symlink(join(root, 'node_modules'), join(scratch.path, 'node_modules'))
  for (const name of ['package.json', 'tsconfig.json']) await copyFile(join(root, name), join(scratch.path, name))
  const depcruise = join(root, 'node_modules/.bin/depcruise')
  const args = ['--config', configuration, '--output-type', 'json', 'src', 'examples']
  const { output } = await run(depcruise, args, { cwd: scratch.path })
  return (JSON.parse(output) as Report).summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }))
}

/** For every rule, the files that break it: the first one is the culprit. */
const offences: Readonly<Record<string, Tree>> = {
  'room-foundation': { 'src/foundation/clock.ts': "import '../error/kind.ts'", 'src/error/kind.ts': '' },
  'room-error': { 'src/error/api.ts': "import '../key/leaf.ts'" },
  'room-key': { 'src/key/cache-key.ts': "import '../tier/port.ts'", 'src/tier/port.ts': '' },
  'room-redis': { 'src/redis/link.ts': "import '../coherence/record.ts'", 'src/coherence/record.ts': '' },
  'room-tier': {
    'src/tier/entry.ts': "import type { Position } from '../coherence/place.ts'",
    'src/coherence/place.ts': 'export type Position = 1',
  },
  'room-coherence': { 'src/coherence/log.ts': "import '../tier/memory.ts'", 'src/tier/memory.ts': '' },
  'room-cache': { 'src/cache/load.ts': "import '../transport/port.ts'", 'src/transport/port.ts': '' },
  'room-transport': { 'src/transport/send.ts': "import '../key/leaf.ts'" },
  'room-operation': { 'src/operation/execute.ts': "import '../generated/mes.ts'", 'src/generated/mes.ts': '' },
  'room-model': { 'src/model/spool.ts': "import '../key/leaf.ts'" },
  'room-pricing': { 'src/pricing/upload.ts': "import '../client/options.ts'", 'src/client/options.ts': '' },
  'room-webhook': { 'src/webhook/receive.ts': "import '../cache/loads.ts'", 'src/cache/loads.ts': '' },
  'room-metrics': { 'src/metrics/prometheus.ts': "import '../cache/read-path.ts'", 'src/cache/read-path.ts': '' },
  'room-tracing': { 'src/tracing/spans.ts': "import '../cache/loads.ts'", 'src/cache/loads.ts': '' },
  'room-generated': { 'src/generated/crm.ts': "import '../operation/definition.ts'", 'src/operation/definition.ts': '' },
  'room-client': { 'src/client/create.ts': "import '../metrics/gauge.ts'", 'src/metrics/gauge.ts': '' },
  'known-rooms': { 'src/shared/text.ts': "import '../key/leaf.ts'" },
  'nobody-imports-the-top': { 'src/index.ts': "import './testing/kit.ts'", 'src/testing/kit.ts': '' },
  'generated-imports-the-runtime-only': { 'src/generated/mes/schemas.ts': "import 'canonicalize'" },
  'ioredis-connects-in-one-file': {
    'src/tier/redis-tier.ts': "import { Redis } from 'ioredis'\nexport const redis = new Redis()",
  },
  'lru-cache-in-the-memory-tier': {
    'src/cache/recent.ts': "import { LRUCache } from 'lru-cache'\nexport const recent = new LRUCache({ max: 1 })",
  },
  'ky-in-one-file': { 'src/transport/token.ts': "import ky from 'ky'\nexport const send = ky" },
  'oauth-in-transport': { 'src/operation/call.ts': "import type { Client } from 'oauth4webapi'\nexport type Caller = Client" },
  'opentelemetry-in-tracing': {
    'src/cache/span.ts': "import { trace } from '@opentelemetry/api'\nexport const tracer = trace.getTracer('x')",
  },
  'no-cycle': {
    'src/key/egg.ts': "import type { Hen } from './hen.ts'\nexport interface Egg { readonly hen: Hen }",
    'src/key/hen.ts': "import type { Egg } from './egg.ts'\nexport interface Hen { readonly egg: Egg }",
  },
  'src-stands-alone': { 'src/key/borrowed.ts': "import '../../test/support/names.ts'", 'test/support/names.ts': '' },
  'src-needs-dependencies': { 'src/error/spy.ts': "import 'vitest'" },
  'examples-use-public-entries': { 'examples/shop.ts': "import '../src/cache.ts'", 'src/cache.ts': '' },
  'only-public-entries-by-name': { 'examples/intruder.ts': "import 'mes-crm-sdk/client/inside'", 'src/client/inside.ts': '' },
  resolvable: { 'src/key/lost.ts': "import './nowhere.ts'" },
}

const allowed: Tree = {
  'src/foundation/ticks.ts': '',
  'src/error/sdk-error.ts': "import '../foundation/ticks.ts'",
  'src/key/text.ts': "import '../error/sdk-error.ts'",
  'src/redis/redis-connection.ts': "import { Redis } from 'ioredis'\nexport const redis = new Redis()",
  'src/tier/redis.ts': "import type { Redis } from 'ioredis'\nimport '../redis/redis-connection.ts'\nexport type Client = Redis",
  'src/tier/memory-tier.ts':
    "import { LRUCache } from 'lru-cache'\nimport '../key/text.ts'\nexport const tier = new LRUCache({ max: 1 })",
  'src/coherence/follower.ts': "import '../key/text.ts'",
  'src/cache/read-path.ts': "import '../tier/memory-tier.ts'\nimport '../coherence/follower.ts'",
  'src/transport/token.ts': "import { None } from 'oauth4webapi'\nimport '../error/sdk-error.ts'\nexport const nobody = None",
  'src/transport/ky-call.ts': "import type { Options } from 'ky'\nexport type Sent = Options",
  'src/operation/operation.ts': "import '../cache/read-path.ts'\nimport '../transport/token.ts'",
  'src/tracing/traces.ts':
    "import { trace } from '@opentelemetry/api'\nimport '../foundation/ticks.ts'\nexport const tracer = trace.getTracer('x')",
  'src/runtime.ts': "export * from './operation/operation.ts'",
  'src/generated/mes/index.ts': "import '../../runtime.ts'",
  'src/client/create-sdk.ts': "import '../operation/operation.ts'\nimport '../generated/mes/index.ts'",
  'src/index.ts': "export * from './client/create-sdk.ts'",
  'examples/server.ts': "import 'mes-crm-sdk'\nimport 'mes-crm-sdk/runtime'",
}

describe('Import rules', () => {
  test('allow what the architecture allows', async () => {
    expect(await violationsOf(allowed)).toEqual([])
  })

  test('refuse everything else, each rule what it is there for', async () => {
    const found = await violationsOf(Object.assign({}, ...Object.values(offences)) as Tree)
    const rulesByCulprit = Object.entries(offences).map(([rule, tree]) => {
      const culprit = Object.keys(tree)[0]
      return { rule, fired: found.some((violation) => violation.rule === rule && violation.from === culprit) }
    })
    expect(rulesByCulprit.filter(({ fired }) => !fired)).toEqual([])
  })

  test('are all tried by an offence', () => {
    const { forbidden } = createRequire(import.meta.url)(configuration) as { readonly forbidden: readonly Named[] }
    expect(Object.keys(offences).toSorted()).toEqual(forbidden.map(({ name }) => name).toSorted())
  })
})
