import { createHash } from 'node:crypto'
import { partnerId } from './parties.ts'
import { createRandom, type Random } from './random.ts'

/** What a 3D model measures. */
export interface Geometry {
  readonly polygonCount: number
  readonly volumeMm3: number
  readonly surfaceAreaMm2: number
  readonly boundingBoxMm: { readonly x: number; readonly y: number; readonly z: number }
}

/** A 3D model that was uploaded and measured before; a model without a partner came through the shop. */
export interface Model {
  readonly id: string
  readonly partnerId: string | null
  readonly fileName: string
  readonly format: 'STL' | 'OBJ' | '3MF' | 'STEP'
  readonly sizeBytes: number
  readonly sha256: string
  readonly geometry: Geometry
  /** Why the model cannot be made; null for one that can. */
  readonly rejectedReason: string | null
}

const MODELS_PER_PARTY = 12
const SHOP_MODELS = 120
const SHAPES = ['ring', 'pendant', 'earring', 'brooch', 'cufflink'] as const

/** The models that a partner can order, or with null the shop. Equal for every seed. */
export function modelsOf(partner: number | null): readonly [Model, ...Model[]] {
  const random = createRandom(partner === null ? 7 : 1000 + partner)
  const count = partner === null ? SHOP_MODELS : MODELS_PER_PARTY
  const [first, ...rest] = Array.from({ length: count }, (_, index) => model(partner, index, random))
  if (first === undefined) throw new Error('A party has at least one model')
  return [first, ...rest]
}

function model(partner: number | null, index: number, random: Random): Model {
  const id = `mod_${String(partner ?? 0).padStart(3, '0')}${String(index + 1).padStart(3, '0')}`
  const geometry = geometryOf(random)
  return {
    id,
    partnerId: partner === null ? null : partnerId(partner),
    fileName: `${random.pick(SHAPES)}-${index + 1}.stl`,
    format: 'STL',
    sizeBytes: 84 + 50 * geometry.polygonCount,
    sha256: createHash('sha256').update(id).digest('hex'),
    geometry,
    rejectedReason: null,
  }
}

/** A model of a partner, or with null of the shop, that cannot be made. */
export function rejectedModelOf(partner: number | null): Model {
  const base = model(partner, 998, createRandom(partner ?? 0))
  return { ...base, rejectedReason: 'The surface is not closed' }
}

const tenth = (value: number): number => Math.round(value * 10) / 10

function geometryOf(random: Random): Geometry {
  const size = 8 + random.next() * 22
  return {
    polygonCount: random.integer(2_000, 400_000),
    volumeMm3: tenth(size ** 3 * (0.02 + random.next() * 0.06)),
    surfaceAreaMm2: tenth(size ** 2 * (1.5 + random.next())),
    boundingBoxMm: { x: tenth(size), y: tenth(size * (0.7 + random.next() * 0.3)), z: tenth(size * (0.2 + random.next() * 0.5)) },
  }
}
