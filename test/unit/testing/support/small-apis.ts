import { createTestKitOver, type Fakes, type FakesParts, type TestKit } from '../../../../src/testing/test-kit.ts'
import type { KitOptions } from '../../../../src/testing/kit-options.ts'
import { order } from '../../client/orders.ts'
import type { mes } from '../../../../src/index.ts'

/** An MES that knows orders alone: for tests of what a kit does around its fakes. */
export interface SmallMes {
  change(id: string, change: Partial<mes.Order>): void
  changeSilently(id: string, change: Partial<mes.Order>): void
}

export type SmallKit = TestKit<SmallMes, object>

export const UPLOADS = 'https://uploads.kit.example/'

const PROBLEMS: Readonly<Record<string, number>> = {
  'not-found': 404,
  'order-already-claimed': 409,
  'rate-limited': 429,
  unavailable: 503,
}

const problem = (code: string) => ({
  status: PROBLEMS[code] ?? 500,
  body: { type: `/problems/${code}`, title: code, status: PROBLEMS[code] ?? 500, code },
})

const createSmallApis = ({ seeds, invalidate }: FakesParts): Fakes<SmallMes, object> => {
  const orders = new Map((seeds['orders'] as readonly Partial<mes.Order>[] | undefined)?.map((one) => [one.id ?? '', order(one)]))
  const changeSilently = (id: string, change: Partial<mes.Order>): void => {
    const before = orders.get(id)
    if (before !== undefined) orders.set(id, { ...before, ...change, version: before.version + 1 })
  }
  return {
    mes: {
      changeSilently,
      change(id, change) {
        changeSilently(id, change)
        invalidate([`order:${id}`, 'orders'])
      },
    },
    crm: {},
    announced: (_kind, id) => {
      const found = orders.get(id)
      return found && { status: found.status, previousStatus: null, version: found.version }
    },
    problem: (_api, code) => problem(code),
    async upload(request) {
      if (!request.url.startsWith(UPLOADS)) return undefined
      await request.arrayBuffer()
      return new Response(null, { status: 200 })
    },
    async answer(_api, request) {
      const [, id = '', part] = /\/orders\/([^/?]+)(\/status)?$/.exec(new URL(request.url).pathname) ?? []
      const found = orders.get(id)
      if (found === undefined) return Response.json(problem('not-found').body, { status: 404 })
      const { status, version, statusChangedAt } = found
      const body = part === undefined ? found : { id, status, version, statusChangedAt }
      return Response.json(body, { headers: { etag: `"${version}"`, 'x-key': request.headers.get('x-api-key') ?? '' } })
    },
  }
}

export const createSmallKit = ({
  orders = [{ id: 'ord_1' }],
  ...options
}: KitOptions & { readonly orders?: readonly Partial<mes.Order>[] } = {}): SmallKit =>
  createTestKitOver(createSmallApis, { ...options, orders } as KitOptions, ['orders'])
