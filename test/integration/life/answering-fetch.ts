const at = '2025-03-01T10:20:00Z'
const amount = (amountMinor: number) => ({ amountMinor, currency: 'EUR' })
const result = {
  unitPrice: amount(64_250),
  totalPrice: amount(128_500),
  metalMassG: 6.4,
  productionDays: 12,
  priceListVersion: '2025-03',
  algorithmVersion: '1.0',
  validUntil: '2099-01-01T00:00:00Z',
}

/** Of quotes of so many pieces the price is known once `letPrice` was called. */
export const HELD_QUANTITY = 999
const held = Promise.withResolvers<void>()
export const letPrice = held.resolve
const asked = Promise.withResolvers<void>()
/** Settles when such a price was asked for. */
export const priceAsked = asked.promise

let underWay = 0
export const requestsUnderWay = (): number => underWay

const bodyOf = (init: RequestInit | undefined): Readonly<Record<string, unknown>> =>
  typeof init?.body === 'string' ? (JSON.parse(init.body) as Readonly<Record<string, unknown>>) : {}

const answers: Readonly<Record<string, (init: RequestInit | undefined) => Promise<Response>>> = {
  'POST /v1/models': async (init) =>
    Response.json({ id: 'mod_1', ...bodyOf(init), status: 'READY', version: 1, geometry: null, createdAt: at, upload: null }),
  'POST /v1/quotes': async (init) => {
    const request = bodyOf(init)
    if (request['quantity'] === HELD_QUANTITY) {
      asked.resolve()
      await held.promise
    }
    return Response.json({
      id: `quo_${String(request['modelId'])}`,
      status: 'SUCCEEDED',
      version: 1,
      fingerprint: '0'.repeat(64),
      request,
      result,
      failure: null,
      createdAt: at,
      completedAt: at,
    })
  },
  'GET /v1/fails': () => Promise.reject(new TypeError('fetch failed')),
  'GET /v1/works': async () => Response.json({}),
  'PUT /v1/early': async () => Response.json({}),
  /** As `fetch` does, it rejects where its signal is aborted. */
  'GET /v1/silent': (init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error))
    }),
}

/** Answers in the stead of every API, without a network, and reads no body that is a stream. */
globalThis.fetch = async (url, init) => {
  underWay += 1
  try {
    const answer = answers[`${init?.method} ${new URL(url instanceof Request ? url.url : url).pathname}`]
    init?.signal?.throwIfAborted()
    return await (answer?.(init) ?? Promise.resolve(Response.json({ code: 'not-found' }, { status: 404 })))
  } finally {
    underWay -= 1
  }
}
