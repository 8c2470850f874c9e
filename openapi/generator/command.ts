import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { formatDiagnostic } from './diagnostic.ts'
import { generate } from './generate.ts'
import type { Input } from './generate.ts'
import { findDrift, writeFiles } from './output.ts'

const usage = `Usage: node openapi/generate.ts [options]

  --check            change nothing; fail and name each file that differs from what the documents give
  --specs <folder>   folder of the OpenAPI documents, one API for each *.yaml (default: openapi)
  --out <folder>     folder of the generated clients (default: src/generated)
  --runtime <name>   what the clients import (default: ../../runtime.ts)
`

/** Runs the generator as its command line says, and returns the exit code: 1 for drift or a defect, 2 for a wrong argument. */
export const run = async (args: readonly string[], print: (line: string) => void, folder = process.cwd()): Promise<number> => {
  const options = readOptions(args)
  if (typeof options === 'string') {
    print(options)
    return options === usage ? 0 : 2
  }
  const out = resolve(folder, options.out)
  const output = await generate(readInputs(folder, options.specs), options.runtime)
  if ('diagnostics' in output) {
    for (const diagnostic of output.diagnostics) print(formatDiagnostic(diagnostic))
    return 1
  }
  const drifts = options.check ? findDrift(out, output.files) : writeFiles(out, output.files)
  for (const { path, kind } of drifts) print(`${join(options.out, path)} ${options.check ? kind : written[kind]}`)
  if (drifts.length === 0) print(`${output.files.size} generated files are up to date`)
  else if (options.check) print('run "npm run generate" and commit the result')
  return options.check && drifts.length > 0 ? 1 : 0
}

const written = { changed: 'rewritten', missing: 'written', extra: 'removed' } as const

interface Options {
  readonly check: boolean
  readonly specs: string
  readonly out: string
  readonly runtime: string
}

const readOptions = (args: readonly string[]): Options | string => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        check: { type: 'boolean', default: false },
        specs: { type: 'string', default: 'openapi' },
        out: { type: 'string', default: join('src', 'generated') },
        runtime: { type: 'string', default: '../../runtime.ts' },
        help: { type: 'boolean', default: false },
      },
    })
    return values.help ? usage : values
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${usage}`
  }
}

const readInputs = (folder: string, specs: string): readonly Input[] =>
  readdirSync(resolve(folder, specs))
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => ({
      name: basename(file, '.yaml'),
      file: relative(folder, resolve(folder, specs, file)).split(sep).join('/'),
      text: readFileSync(resolve(folder, specs, file), 'utf8'),
    }))
