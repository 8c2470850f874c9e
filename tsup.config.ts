import { basename } from 'node:path'
import { transform } from 'esbuild'
import { defineConfig, type Options } from 'tsup'

/** Dependencies that CommonJS cannot load (Jest, older bundlers), and so become part of the CommonJS build. */
const esmOnly = ['canonicalize', 'ky', 'oauth4webapi']

const entries = Object.fromEntries(
  ['index', 'cache', 'metrics', 'tracing', 'runtime', 'protocol', 'testing'].map((name) => [name, `src/${name}.ts`]),
)

const shared = {
  entry: entries,
  target: 'node22',
  platform: 'node',
  silent: true,
} satisfies Options

/** The command is a program: an ES module, which nobody imports, and the generator that it loads where it is asked for one. */
const command = { 'mes-crm': 'src/cli/main.ts', generate: 'generator/command.ts' }

const split = { ...shared, format: 'esm', splitting: true, sourcemap: true, removeNodeProtocol: false } satisfies Options

/** A map as a comment, which esbuild follows: the map of its result then leads to the sources, not to the chunk. */
const inlineMap = (map: string): string =>
  `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`

/**
 * Turns the chunks of a split ES module build into CommonJS, one by one. Splitting keeps one copy of every class per format;
 * the bundler splits ES modules only, and tsup's own conversion would also lower syntax that Node runs natively.
 */
const commonJs: NonNullable<Options['plugins']>[number] = {
  name: 'commonjs',
  async renderChunk(code, chunk) {
    if (chunk.type !== 'chunk' || !chunk.path.endsWith('.cjs')) return
    const { target, platform } = shared
    const sourcefile = basename(chunk.path)
    const map = typeof chunk.map === 'string' ? chunk.map : JSON.stringify(chunk.map ?? {})
    // As require(): Jest's CommonJS has no import() without a flag.
    const supported = { 'dynamic-import': false }
    const result = await transform(code + inlineMap(map), {
      format: 'cjs',
      target,
      platform,
      supported,
      sourcemap: 'external',
      sourcefile,
    })
    const onlyExports = !/"sources":\s*\[\s*"/.test(map)
    return onlyExports ? { code: result.code } : { code: result.code, map: result.map }
  },
}

export default defineConfig([
  { ...split, entry: { ...entries, ...command } },
  { ...split, noExternal: esmOnly, outExtension: () => ({ js: '.cjs' }), plugins: [commonJs] },
  {
    ...shared,
    format: ['esm', 'cjs'],
    dts: {
      only: true,
      compilerOptions: { allowImportingTsExtensions: false, rewriteRelativeImportExtensions: true, paths: {} },
    },
  },
])
