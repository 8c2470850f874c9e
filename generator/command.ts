import { join, resolve } from 'node:path'
import { formatDiagnostic } from './diagnostic.ts'
import { generate, generateOpenapi } from './generate.ts'
import type { Output } from './generate.ts'
import { readForeign, readOwn } from './inputs.ts'
import { readOptions, usage } from './options.ts'
import type { Options } from './options.ts'
import { findDrift, UnusableFolder, writeFiles } from './output.ts'
import { UnreadableDocument } from './read/unreadable-document.ts'

/**
 * Runs the generator as its command line says, and returns the exit code: 1 for drift or a defect, 2 for a wrong argument. Paths count
 * from the caller's folder, and from the project's where its own clients are written.
 */
export const run = async (
  args: readonly string[],
  print: (line: string) => void,
  caller = process.cwd(),
  project = caller,
): Promise<number> => {
  const options = readOptions(args)
  if (typeof options === 'string') {
    print(options)
    return options === usage ? 0 : 2
  }
  const folder = options.document === undefined ? project : caller
  try {
    return report(options, await generateAll(options, folder), print, folder)
  } catch (error) {
    if (!(error instanceof UnreadableDocument || error instanceof UnusableFolder)) throw error
    print(error.message)
    return 2
  }
}

/** The same for who has installed the package: it writes a client of a document, and none of this project. */
export const runInstalled = async (args: readonly string[], print: (line: string) => void): Promise<number> => {
  const options = readOptions(args)
  if (typeof options === 'string' || options.document !== undefined) return run(args, print)
  print(`document: expected the path or URL of an OpenAPI document, got nothing\n\n${usage}`)
  return 2
}

const generateAll = async (
  { document, specs, runtime, extension, policy, name, openapiTypescript, lenient }: Options,
  folder: string,
): Promise<Output> => {
  const given = document === undefined ? undefined : await readForeign(folder, { document, policy, name, isLenient: lenient })
  if (given !== undefined && 'diagnostics' in given) return given
  const inputs = given === undefined ? readOwn(folder, specs) : [given]
  const output = generate(inputs, { runtime, extension, blueprints: document === undefined })
  if ('diagnostics' in output) return output
  const openapi = openapiTypescript ? await Promise.all(inputs.map(generateOpenapi)) : []
  const diagnostics = openapi.filter((one) => 'message' in one)
  if (diagnostics.length > 0) return { diagnostics }
  const files = [...output.files, ...openapi.flatMap((one) => ('message' in one ? [] : [one]))]
  return {
    ...output,
    files: new Map(document === undefined ? files : files.map(([path, text]) => [path.slice(path.indexOf('/') + 1), text])),
  }
}

const report = (options: Options, output: Output, print: (line: string) => void, folder: string): number => {
  if ('diagnostics' in output) {
    for (const diagnostic of output.diagnostics) print(formatDiagnostic(diagnostic))
    return 1
  }
  for (const diagnostic of output.weakened) print(`weakened to Json: ${formatDiagnostic(diagnostic)}`)
  const out = resolve(folder, options.out)
  const drifts = options.check ? findDrift(out, output.files) : writeFiles(out, output.files)
  for (const { path, kind } of drifts) print(`${join(options.out, path)} ${options.check ? kind : written[kind]}`)
  if (drifts.length === 0) print(`${output.files.size} generated files are up to date`)
  else if (options.check) print('run "npm run generate" and commit the result')
  return options.check && drifts.length > 0 ? 1 : 0
}

const written = { changed: 'rewritten', missing: 'written', extra: 'removed' } as const
