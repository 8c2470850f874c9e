import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type CalculateRequest, isApiError, type Sdk } from 'mes-crm-sdk'

/** A request whose model is in memory. */
export type BurstRequest = CalculateRequest<'EUR'> & { readonly model: Uint8Array }

/** What a client without calculations of its own does: it announces, uploads, completes, asks for a quote, and polls. */
export async function priceAlone(
  { mes }: Sdk,
  { model, fileName = 'model.stl', materialCode, quantity, currency }: BurstRequest,
): Promise<void> {
  const file = {
    fileName,
    format: 'STL',
    sizeBytes: model.length,
    sha256: createHash('sha256').update(model).digest('hex'),
  } as const
  const { id, upload, version } = await mes.models.create(file, { idempotencyKey: randomUUID() })
  if (upload !== null) {
    const sent = await fetch(upload.url, { method: upload.method, body: new Uint8Array(model) })
    if (!sent.ok) throw new Error(`the upload of ${fileName} was answered by ${sent.status}`)
    await mes.models.complete(id, { ifMatch: version })
  }
  await until(
    () => mes.models.get(id, { cache: 'bypass' }).withMeta(),
    ({ status }) => status === 'READY',
  )
  const quote = await created(() => mes.quotes.create({ modelId: id, materialCode, quantity, currency }))
  await until(
    () => mes.quotes.get(quote.id, { cache: 'bypass' }).withMeta(),
    ({ status }) => status === 'SUCCEEDED',
  )
}

/** Another call may have announced the same model, and not yet completed it. */
async function created<T>(create: () => PromiseLike<T>): Promise<T> {
  for (;;) {
    try {
      return await create()
    } catch (error) {
      if (!isApiError(error) || error.code !== 'model-not-ready') throw error
      await pause(250)
    }
  }
}

interface Asked<T> {
  readonly value: T
  readonly response: { readonly headers: Headers } | undefined
}

/** Asks until it is so, no sooner than the API wants to be asked. */
async function until<T>(ask: () => Promise<Asked<T>>, isSo: (value: T) => boolean): Promise<void> {
  for (;;) {
    const { value, response } = await ask()
    if (isSo(value)) return
    await pause(1_000 * Number(response?.headers.get('retry-after') ?? 1))
  }
}
