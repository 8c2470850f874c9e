/** What the surface of a piece can be made to look like. */
export interface Finish {
  readonly code: string
  readonly name: string
}

const RAW: Finish = { code: 'RAW', name: 'As cast' }
const POLISHED: Finish = { code: 'POLISHED', name: 'Polished' }
const MATTE: Finish = { code: 'MATTE', name: 'Matte' }
const RHODIUM: Finish = { code: 'RHODIUM', name: 'Rhodium plated' }

/** What a piece can be cast from. */
export interface Material {
  readonly code: string
  readonly name: string
  readonly metal: 'GOLD' | 'SILVER' | 'PLATINUM' | 'PALLADIUM'
  /** Parts of pure metal in a thousand. */
  readonly finenessPermille: number
  readonly densityGPerCm3: number
  readonly finishes: readonly [Finish, ...Finish[]]
  readonly leadTimeDays: number
}

/** Ordered by code. */
export const MATERIALS: readonly [Material, ...Material[]] = [
  material('AG925', 'Sterling silver', 'SILVER', 925, 10.36, 7),
  material('AU333', 'Yellow gold 8 ct', 'GOLD', 333, 10.8, 10),
  material('AU375', 'Yellow gold 9 ct', 'GOLD', 375, 11.2, 10),
  material('AU585', 'Yellow gold 14 ct', 'GOLD', 585, 13.1, 12),
  material('AU585W', 'White gold 14 ct', 'GOLD', 585, 12.9, 14),
  material('AU750', 'Yellow gold 18 ct', 'GOLD', 750, 15.5, 12),
  material('AU750R', 'Rose gold 18 ct', 'GOLD', 750, 15.1, 14),
  material('PD950', 'Palladium 950', 'PALLADIUM', 950, 11.8, 16),
  material('PT950', 'Platinum 950', 'PLATINUM', 950, 20.7, 18),
]

function material(
  code: string,
  name: string,
  metal: Material['metal'],
  finenessPermille: number,
  densityGPerCm3: number,
  leadTimeDays: number,
): Material {
  const finishes: Material['finishes'] = metal === 'SILVER' ? [POLISHED, MATTE, RAW, RHODIUM] : [POLISHED, MATTE, RAW]
  return { code, name, metal, finenessPermille, densityGPerCm3, finishes, leadTimeDays }
}

export function findMaterial(code: string): Material | undefined {
  return MATERIALS.find((candidate) => candidate.code === code)
}
