import { UsageError } from './usage-error.ts'

interface Generator {
  runInstalled(args: readonly string[], print: (line: string) => void): Promise<number>
}

/** The generator is a file of its own beside the program, so that `mes-crm price` loads neither it nor the packages that it needs. */
const place = import.meta.url.endsWith('.ts') ? '../../generator/command.ts' : './generate.js'
const PACKAGES = ['yaml', 'ajv', '@redocly/openapi-core', 'openapi-typescript']

/**
 * Writes a client of an OpenAPI document.
 *
 * @throws {UsageError} where a package is missing that the generator needs
 */
export const generate = async (args: readonly string[], print: (line: string) => void): Promise<number> => {
  try {
    const { runInstalled } = (await import(new URL(place, import.meta.url).href)) as Generator
    return await runInstalled(args, print)
  } catch (error) {
    const missing = PACKAGES.find((name) => isMissing(error, name))
    if (missing === undefined) throw error
    throw new UsageError(
      `generate: needs the package ${missing}, which is not installed: npm install --save-dev ${PACKAGES.join(' ')}`,
    )
  }
}

const isMissing = (error: unknown, name: string): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(`'${name}'`)
