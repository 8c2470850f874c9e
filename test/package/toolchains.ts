import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const within = (toolchain: string, path: string): string =>
  join(import.meta.dirname, 'toolchains', toolchain, 'node_modules', path)

/** Programs of the Node versions that the package is for. */
export const nodes = {
  22: within('node-22', 'node/bin/node'),
  24: join(root, 'node_modules/node/bin/node'),
  26: within('node-26', 'node/bin/node'),
} as const

/** TypeScript compilers that the package's types are for, each a file for Node to run. */
export const compilers = {
  '5.9': join(root, 'node_modules/typescript/bin/tsc'),
  6: within('typescript-6', 'typescript/bin/tsc'),
  7: within('typescript-7', 'typescript/bin/tsc'),
} as const

export const jest = join(root, 'node_modules/jest/bin/jest.js')
