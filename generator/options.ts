import { join } from 'node:path'
import { parseArgs } from 'node:util'

export const usage = `Usage: mes-crm generate <document> --out <folder> [options]   a client of any API
       npm run generate [-- --check]                          the clients of this project

  <document>         path or URL of an OpenAPI 3.0 or 3.1 document, YAML or JSON
  --out <folder>     folder of the generated files, which holds nothing else (default: src/generated)
  --policy <file>    what is cached and invalidated, for a document that cannot be edited
  --name <name>      name of the API: "pets" gives createPetsClient (default: the document's file name)
  --runtime <name>   what the files import (default: mes-crm-sdk/runtime; ../../runtime.ts for the clients of this project)
  --extension <ext>  js or ts: ending of the names by which the files import each other (default: js; ts for this project)
  --openapi-typescript
                     write openapi.ts as well: \`paths\`, \`components\` and \`operations\` as openapi-typescript makes them (always for this
                     project)
  --lenient          generate a schema that cannot be generated as any JSON value, and list each such place; without it they
                     are errors (only with a document)
  --specs <folder>   folder of the documents of this project, one API for each *.yaml (default: openapi)
  --check            change nothing; fail and name each file that differs from what the documents give
`

/** What a command line asks for. */
export interface Options {
  /** Path or URL of somebody else's document; `undefined` for the documents of this project. */
  readonly document: string | undefined
  readonly out: string
  readonly policy: string | undefined
  readonly name: string | undefined
  readonly runtime: string
  readonly extension: 'js' | 'ts'
  readonly specs: string
  readonly check: boolean
  readonly lenient: boolean
  /** Whether openapi-typescript's own types are written as well. */
  readonly openapiTypescript: boolean
}

/** The options, or what to print where there are none. */
export const readOptions = (args: readonly string[]): Options | string => {
  try {
    const { values, positionals } = parse(args)
    return values.help ? usage : complete(values, positionals)
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${usage}`
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      specs: { type: 'string', default: 'openapi' },
      out: { type: 'string' },
      policy: { type: 'string' },
      name: { type: 'string' },
      runtime: { type: 'string' },
      extension: { type: 'string' },
      'openapi-typescript': { type: 'boolean', default: false },
      lenient: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })

type Parsed = ReturnType<typeof parse>

/** @throws {Error} for options that do not go together */
const complete = ({ check, specs, lenient, ...values }: Parsed['values'], positionals: Parsed['positionals']): Options => {
  const [document, ...more] = positionals
  if (more.length > 0) throw new Error(`expected one document, got ${positionals.length}: ${positionals.join(', ')}`)
  const isForeign = document !== undefined
  if (isForeign && values.out === undefined)
    throw new Error('--out is required with a document: a folder that holds nothing else')
  if (!isForeign && values.policy !== undefined) throw new Error('--policy goes with a document')
  if (!isForeign && lenient) throw new Error('--lenient goes with a document')
  if (!isForeign && values.name !== undefined) throw new Error('--name goes with a document')
  if (values.name !== undefined && !/^[A-Za-z][\w-]*$/.test(values.name))
    throw new Error(`--name "${values.name}": expected letters, digits, "-" and "_", a letter first`)
  const { extension = isForeign ? 'js' : 'ts' } = values
  if (extension !== 'js' && extension !== 'ts') throw new Error(`--extension "${extension}": expected js or ts`)
  return {
    document,
    check,
    lenient,
    specs,
    out: values.out ?? join('src', 'generated'),
    policy: values.policy,
    name: values.name,
    runtime: values.runtime ?? (isForeign ? 'mes-crm-sdk/runtime' : '../../runtime.ts'),
    extension,
    openapiTypescript: !isForeign || values['openapi-typescript'],
  }
}
