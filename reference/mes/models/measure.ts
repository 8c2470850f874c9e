import type { Geometry } from '../../shared/catalogue/models.ts'
import type { ByteSource } from './byte-source.ts'
import { createMesh } from './mesh.ts'
import type { ModelFormat } from './model.ts'
import { readStl } from './stl.ts'
import { UnreadableModel } from './unreadable-model.ts'
import type { Verdict } from './verdict.ts'

/** A model with more polygons is finer than anything that can be cast. */
const MOST_POLYGONS = 5_000_000

/** Measures the file of a model, in memory that does not depend on its size. Formats other than STL are rejected: nothing here can read them. */
export function measure(source: ByteSource, format: ModelFormat): Verdict {
  if (format !== 'STL') return { geometry: null, rejectedReason: `${format} files cannot be read yet, only STL` }
  try {
    return judge(measured(source))
  } catch (error) {
    if (error instanceof UnreadableModel) return { geometry: null, rejectedReason: error.message }
    throw error
  }
}

interface Measured {
  readonly geometry: Geometry
  readonly isClosed: boolean
}

function measured(source: ByteSource): Measured {
  const mesh = createMesh()
  readStl(source, MOST_POLYGONS, (a, b, c) => mesh.add(a, b, c))
  return { geometry: rounded(mesh.geometry), isClosed: mesh.isClosed }
}

function judge({ geometry, isClosed }: Measured): Verdict {
  if (geometry.polygonCount === 0) return { geometry: null, rejectedReason: 'The file has no polygons' }
  if (!isClosed) return { geometry, rejectedReason: 'The surface is not closed' }
  if (geometry.volumeMm3 === 0) return { geometry, rejectedReason: 'The surface encloses no volume' }
  return { geometry, rejectedReason: null }
}

/** Coordinates have seven digits; what a sum has behind the ninth is noise. */
function rounded({ polygonCount, volumeMm3, surfaceAreaMm2, boundingBoxMm: { x, y, z } }: Geometry): Geometry {
  const tidy = (value: number): number => Number(value.toPrecision(9))
  return {
    polygonCount,
    volumeMm3: tidy(volumeMm3),
    surfaceAreaMm2: tidy(surfaceAreaMm2),
    boundingBoxMm: { x: tidy(x), y: tidy(y), z: tidy(z) },
  }
}
