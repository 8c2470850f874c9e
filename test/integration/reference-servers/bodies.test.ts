import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Geometry } from '../../../reference/shared/catalogue/models.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { asciiStl, binaryStl, box, sphere, torus } from '../../support/solids.ts'
import { partner } from './credentials.ts'
import { mesServer } from './servers.ts'
import { analysed } from './uploading.ts'

const owner = partner('partner_07')

let mes: RunningServer
beforeAll(async () => void (mes = await mesServer()))
afterAll(() => mes.close())

describe('an uploaded body measures what its formula says', () => {
  const geometryOf = async (bytes: Uint8Array): Promise<Geometry> => {
    const { geometry, status } = await analysed(mes.url, owner, bytes)
    expect(status).toBe('READY')
    return geometry ?? expect.unreachable('a READY model is measured')
  }
  const bodies = [
    ['a sphere', (refinement: number) => sphere(8, refinement), (4 / 3) * Math.PI * 8 ** 3, 4 * Math.PI * 8 ** 2],
    [
      'a torus',
      (refinement: number) => torus(8, 1.5, 2 * refinement),
      2 * Math.PI ** 2 * 8 * 1.5 ** 2,
      4 * Math.PI ** 2 * 8 * 1.5,
    ],
  ] as const

  it.each(bodies)(
    '%s the better, the finer it is: four times for twice the facets along an edge',
    async (_name, at, volume, area) => {
      const rough = await geometryOf(binaryStl(at(24)))
      const fine = await geometryOf(asciiStl(at(48)))
      for (const [of, formula] of [
        ['volumeMm3', volume],
        ['surfaceAreaMm2', area],
      ] as const) {
        const missing = [rough, fine].map((geometry) => 1 - geometry[of] / formula)
        expect(missing[1]).toBeGreaterThan(0)
        expect((missing[0] ?? 0) / (missing[1] ?? 0)).toBeCloseTo(4, 1)
      }
    },
  )

  it('a cube exactly', async () => {
    const geometry = { polygonCount: 12, volumeMm3: 1000, surfaceAreaMm2: 600, boundingBoxMm: { x: 10, y: 10, z: 10 } }
    expect(await geometryOf(binaryStl(box([10, 10, 10], [-5, -5, 0])))).toEqual(geometry)
    expect(await geometryOf(asciiStl(box([10, 10, 10], [-5, -5, 0])))).toEqual(geometry)
  })
})

describe('an uploaded file is REJECTED with what is wrong', () => {
  const whole = binaryStl(box([3, 3, 3], [0, 0, 0]))
  const text = Buffer.from(asciiStl(box([3, 3, 3], [0, 0, 0]))).toString()
  const broken = Buffer.from(whole)
  broken.writeFloatLE(Number.NaN, 96)
  it.each([
    [
      'a binary file that is cut off',
      whole.subarray(0, 400),
      'The file is neither ASCII STL nor whole binary STL: its header announces 12 triangles, which take 684 bytes, and it has 400',
    ],
    ['an ASCII file that is cut off', Buffer.from(text.slice(0, text.lastIndexOf('vertex'))), 'The file ends within a facet'],
    [
      'an ASCII file that is cut off between facets',
      Buffer.from(text.slice(0, text.lastIndexOf('facet normal'))),
      'The file ends before its endsolid',
    ],
    ['a coordinate that is no number', broken, 'The vertex at byte 96 is not a place'],
    ['a coordinate that is a word', Buffer.from(text.replace('vertex 0', 'vertex zero')), 'The vertex on line 4 is not a place'],
    ['a binary file of no triangles', binaryStl([]), 'The file has no polygons'],
    ['an ASCII file of no facets', asciiStl([]), 'The file has no polygons'],
    ['an open surface', binaryStl(box([3, 3, 3], [0, 0, 0]).slice(1)), 'The surface is not closed'],
    ['a file of another kind', Buffer.from('\u0089PNG\r\n\u001A\n'), 'The file is neither binary nor ASCII STL'],
  ])('%s', async (_name, bytes, rejectedReason) => {
    expect(await analysed(mes.url, owner, bytes)).toMatchObject({ status: 'REJECTED', rejectedReason })
  })
})
