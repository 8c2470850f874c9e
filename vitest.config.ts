import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const sources = resolve(import.meta.dirname, 'src')
const redis = ['test/support/redis-setup.ts']
/** Ends a test that hangs. Compilers, npm and other programs take minutes beside load, and no other limit ends their tests. */
const TEN_MINUTES = 600_000

// Tests start some hundred programs of Node, which so share what they compile: each begins in half of the time.
process.env['NODE_COMPILE_CACHE'] ??= resolve(import.meta.dirname, 'node_modules/.cache/node-compile-cache')

/** Tests in this process see the sources, the same modules under both names; child processes see the built package. */
const alias = [
  { find: /^mes-crm-sdk$/, replacement: `${sources}/index.ts` },
  { find: /^mes-crm-sdk\/(.+)$/, replacement: `${sources}/$1.ts` },
]

export default defineConfig({
  resolve: { alias },
  test: {
    passWithNoTests: false,
    retry: 0,
    pool: 'forks',
    // One more than CI has processors: many tests wait for servers.
    maxWorkers: 3,
    // Bounds of liveness: a machine under load is late, not wrong. No test sets a shorter one.
    testTimeout: TEN_MINUTES,
    hookTimeout: TEN_MINUTES,
    // What is waited for comes in milliseconds, or much later beside load; its default limit is a second.
    expect: { poll: { timeout: 30_000 } },
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { extends: true, test: { name: 'model', include: ['test/model/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/hostile/**/*.test.ts'],
          env: { CHECK_ANSWERS: 'on' },
          globalSetup: redis,
        },
      },
      {
        extends: true,
        test: {
          name: 'chaos',
          include: ['test/chaos/**/*.test.ts'],
          globalSetup: redis,
        },
      },
      {
        extends: true,
        test: { name: 'package', include: ['test/package/**/*.test.ts'] },
      },
    ],
  },
})
