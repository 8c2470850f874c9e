import { createHash, randomFillSync } from 'node:crypto'
import { open, readdir, truncate, writeFile } from 'node:fs/promises'
import { asciiStl, binaryStl, box } from '../../../support/solids.ts'
import { createClock } from '../../../../src/foundation/clock.ts'
import type { ModelSource } from '../../../../src/model/model-source.ts'
import type { ModelOptions } from '../../../../src/model/open-model.ts'

export const cube = box([1, 2, 3], [0, 0, 0])

/** A binary STL of so many triangles that stand anywhere. */
export const bigStl = (triangles: number): Buffer<ArrayBuffer> => {
  const bytes = randomFillSync(Buffer.alloc(84 + 50 * triangles))
  bytes.writeUInt32LE(triangles, 80)
  return bytes
}

/** A binary STL file of so many triangles that takes no room on the disk: all of them are at the origin. */
export const writeHollowStl = async (path: string, triangles: number): Promise<void> => {
  await writeFile(path, bigStl(0))
  const file = await open(path, 'r+')
  await file.write(Uint32Array.of(triangles), 0, 4, 80)
  await file.close()
  await truncate(path, 84 + 50 * triangles)
}

/** Content of every format that is fine, by the name of its file. */
export const models: Readonly<Record<string, Uint8Array>> = {
  'ring.stl': binaryStl(cube),
  'text.stl': asciiStl(cube),
  'ring.obj': Buffer.from('# ring\no ring\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n'),
  'ring.3mf': Buffer.concat([
    Buffer.from('PK\u0003\u0004'),
    Buffer.alloc(200, 7),
    Buffer.from('PK\u0005\u0006'),
    Buffer.alloc(18),
  ]),
  'ring.step': Buffer.from('ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n'),
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export const optionsIn = (spoolFolder: string, more: Partial<ModelOptions> = {}): ModelOptions => ({
  clock: createClock(),
  maxModelBytes: 256 * 1024 * 1024,
  rememberDigests: undefined,
  spoolFolder,
  ...more,
})

export const never = new AbortController().signal

export const digestOf = (source: ModelSource, signal = never): Promise<string> => source.digest({ signal, onBytes: () => {} })

export const bytesOf = async (source: ModelSource): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of source.open()) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Names of temporary files that streams were kept in. */
export const spooledIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.model'))
