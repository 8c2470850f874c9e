/** Which rooms of `src/` each room may import, besides itself. Data flows one way; this table is the whole of it. */
const below = {
  foundation: [],
  error: ['foundation'],
  key: ['foundation', 'error'],
  redis: ['foundation', 'error'],
  tier: ['foundation', 'error', 'key', 'redis'],
  coherence: ['foundation', 'error', 'key', 'redis'],
  cache: ['foundation', 'error', 'key', 'redis', 'tier', 'coherence'],
  transport: ['foundation', 'error'],
  operation: ['foundation', 'error', 'key', 'redis', 'tier', 'coherence', 'cache', 'transport'],
  model: ['foundation', 'error'],
  pricing: ['foundation', 'error', 'key', 'redis', 'tier', 'coherence', 'cache', 'transport', 'operation', 'model'],
  webhook: ['foundation', 'error', 'key', 'tier', 'coherence'],
  metrics: ['foundation', 'error'],
  tracing: ['foundation'],
}
const all = Object.keys(below)
const rooms = {
  ...below,
  generated: [],
  client: [...all.filter((room) => room !== 'metrics' && room !== 'tracing'), 'generated'],
}
const onTop = ['testing', 'cli']
const entries = '^src/(index|cache|runtime|testing|metrics|tracing|protocol)\\.ts$'

const entriesFor = { generated: ['^src/runtime\\.ts$'] }

const roomRule = ([room, allowed]) => ({
  name: `room-${room}`,
  comment: `${room} may import ${allowed.length === 0 ? 'no other room' : allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: [`^src/(${[room, ...allowed].join('|')})/`, ...(entriesFor[room] ?? [])] },
})

const dependency = (name, pattern, only, to = {}) => ({
  name,
  comment: `${pattern} is imported in one place`,
  severity: 'error',
  from: { path: '^src/', pathNot: only },
  to: { path: `node_modules/${pattern}/`, ...to },
})

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(roomRule),
    {
      name: 'known-rooms',
      comment: 'a folder of src/ is a room of the table, and a file beside the rooms is an entry of the package',
      severity: 'error',
      from: { path: '^src/', pathNot: [`^src/(${[...Object.keys(rooms), ...onTop].join('|')})/`, entries] },
      to: {},
    },
    {
      name: 'nobody-imports-the-top',
      comment: 'testing and cli sit on top of everything',
      severity: 'error',
      from: { path: '^src/', pathNot: [`^src/(${onTop.join('|')})/`, '^src/testing\\.ts$'] },
      to: { path: `^src/(${onTop.join('|')})/` },
    },
    {
      name: 'generated-imports-the-runtime-only',
      comment: 'a generated client needs the runtime entry alone, so that it can be generated into another project',
      severity: 'error',
      from: { path: '^src/generated/' },
      to: { pathNot: ['^src/(generated/|runtime\\.ts$)'] },
    },
    dependency('ioredis-connects-in-one-file', 'ioredis', '/redis-connection\\.ts$', { dependencyTypesNot: ['type-only'] }),
    dependency('lru-cache-in-the-memory-tier', 'lru-cache', '^src/tier/memory'),
    dependency('ky-in-one-file', 'ky', '^src/transport/ky-call\\.ts$'),
    dependency('oauth-in-transport', 'oauth4webapi', '^src/transport/'),
    dependency('opentelemetry-in-tracing', '@opentelemetry', '^src/tracing/'),
    {
      name: 'no-cycle',
      comment: 'no cycle of imports, of types neither',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'src-stands-alone',
      comment: 'the package imports nothing from the folders around it',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|examples|reference|bench|scripts|generator|dist)/' },
    },
    {
      name: 'src-needs-dependencies',
      comment: 'what the package imports is installed with it, or is a peer',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'examples-use-public-entries',
      comment: 'examples and reference servers import the package by its name and its public entries, as a user does',
      severity: 'error',
      from: { path: '^(examples|reference)/' },
      to: { path: '^(src|dist|test)/', dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'only-public-entries-by-name',
      comment: 'the name of the package leads to its public entries only',
      severity: 'error',
      from: { pathNot: '^src/' },
      to: { path: '^src/', pathNot: entries, dependencyTypes: ['aliased'] },
    },
    {
      name: 'resolvable',
      comment: 'every import resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    tsPreCompilationDeps: true,
    detectJSDocImports: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}
