import type { Api } from '../read/api.ts'
import { factoryName, resourceTypes } from './resources.ts'
import { pascalCase } from '../names.ts'
import { comment } from '../print.ts'
import type { Target } from '../target.ts'

/** The entry of a client. The digest makes any change of the document, of a comment too, a change of the generated files. */
export const emitIndex = (api: Api, digest: string, { runtime, extension }: Target): string =>
  [
    `// SHA-256 of the document: ${digest}`,
    ...(api.isStrict
      ? []
      : [
          `import { createClient } from '${runtime}'`,
          `import type { Client, ClientOptions } from '${runtime}'`,
          `import { ${factoryName(api)} } from './resources.${extension}'`,
          `import type { ${pascalCase(api.name)}Api } from './resources.${extension}'`,
          '',
        ]),
    // Values of the clients of this project are for `createSdk` alone, and `operations` is a type of openapi-typescript there.
    ...(api.isStrict
      ? [`export type { components, operations, paths } from './openapi.${extension}'`]
      : [
          `export { operations } from './operations.${extension}'`,
          `export { ${factoryName(api)} } from './resources.${extension}'`,
        ]),
    `export type { ${resourceTypes(api).join(', ')} } from './resources.${extension}'`,
    `export type * from './types.${extension}'`,
    ...(api.isStrict ? [] : ['', emitClient(api)]),
    '',
  ].join('\n')

const emitClient = (api: Api): string => {
  const [first] = api.operations
    .filter(({ method }) => method === 'GET')
    .toSorted((a, b) => a.parameters.length - b.parameters.length)
  const name = `create${pascalCase(api.name)}Client`
  const call =
    first === undefined
      ? ''
      : `\nconst answer = await client.api.${first.resource}.${first.name}(${first.parameters.length === 0 ? '' : '…'})`
  const example = `@example\n\`\`\`ts\nconst client = ${name}({ baseUrl: 'https://api.example' })${call}\nawait client.close()\n\`\`\``
  const head = comment(
    ['Creates a client of the API. It returns at once and connects in the background.'],
    ['', ...example.split('\n')],
  )
  const type = `${pascalCase(api.name)}Api`
  return `${head}export const ${name} = (options: ClientOptions): Client<${type}> =>\n  createClient(${factoryName(api)}, options)`
}
