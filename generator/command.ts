import { join, resolve } from 'node:path'
import { formatDiagnostic } from './diagnostic.ts'
import { generate } from './generate.ts'
import type { Output } from './generate.ts'
import { readForeign, readOwn } from './inputs.ts'
import { readOptions, usage } from './options.ts'
import type { Options } from './options.ts'
import { findDrift, UnusableFolder, writeFiles } from './output.ts'
import { UnreadableDocument } from './read/unreadable-document.ts'

/** Runs the generator as its command line says, and returns the exit code: 1 for drift or a defect, 2 for a wrong argument. */
export const run = async (args: readonly string[], print: (line: string) => void, folder = process.cwd()): Promise<number> => {
  const options = readOptions(args)
  if (typeof options === 'string') {
    print(options)
    return options === usage ? 0 : 2
  }
  try {
    return report(options, await generateAll(options, folder), print, folder)
  } catch (error) {
    if (!(error instanceof UnreadableDocument || error instanceof UnusableFolder)) throw error
    print(error.message)
    return 2
  }
}

const generateAll = async ({ document, specs, runtime, extension, policy, name }: Options, folder: string): Promise<Output> => {
  const target = { runtime, extension }
  if (document === undefined) return generate(readOwn(folder, specs), target)
  const input = await readForeign(folder, { document, policy, name })
  const output = generate([input], target)
  if ('diagnostics' in output) return output
  return { files: new Map([...output.files].map(([path, text]) => [path.slice(input.name.length + 1), text])) }
}

const report = (options: Options, output: Output, print: (line: string) => void, folder: string): number => {
  if ('diagnostics' in output) {
    for (const diagnostic of output.diagnostics) print(formatDiagnostic(diagnostic))
    return 1
  }
  const out = resolve(folder, options.out)
  const drifts = options.check ? findDrift(out, output.files) : writeFiles(out, output.files)
  for (const { path, kind } of drifts) print(`${join(options.out, path)} ${options.check ? kind : written[kind]}`)
  if (drifts.length === 0) print(`${output.files.size} generated files are up to date`)
  else if (options.check) print('run "npm run generate" and commit the result')
  return options.check && drifts.length > 0 ? 1 : 0
}

const written = { changed: 'rewritten', missing: 'written', extra: 'removed' } as const
