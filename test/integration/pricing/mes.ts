import { type CalculateRequest, createSdk, type Sdk, type SdkOptions } from 'mes-crm-sdk'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { startMes, type MesOptions } from '../../../reference/mes/server.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { uniqueName } from '../../support/names.ts'
import { binaryStl, box } from '../../support/solids.ts'
import { secret, service } from '../reference-servers/credentials.ts'

export interface TestMes extends RunningServer, AsyncDisposable {
  /** A partner's SDK, closed by whoever asked for it. */
  sdk(options?: Partial<SdkOptions>, partnerId?: string): Sdk
  /** Requests so far of the operations that a calculation is made of. */
  requests(): Readonly<Record<string, number>>
}

const COUNTED = ['models.create', 'uploads.put', 'models.complete', 'models.get', 'models.list', 'quotes.create', 'quotes.get']

export const startTestMes = async (options: MesOptions = {}): Promise<TestMes> => {
  const mes = await startMes({
    secret,
    seed: { orders: 10 },
    noticeDelayMs: 0,
    ...options,
    quotes: { calculationMs: 50, ...options.quotes },
  })
  // The logs of one namespace are one log, of other tests as well.
  const namespace = uniqueName('pricing')
  return {
    ...mes,
    sdk: ({ cache, ...more } = {}, partnerId = 'partner_07') =>
      createSdk({
        mes: { baseUrl: `${mes.url}/v1`, auth: { apiKey: partnerApiKey(partnerId, secret) } },
        ...more,
        cache: { namespace, ...cache },
      }),
    requests: () =>
      Object.fromEntries(
        COUNTED.flatMap((name) => {
          const count = mes.stats().requests[name]
          return count === undefined ? [] : [[name, count]]
        }),
      ),
    [Symbol.asyncDispose]: () => mes.close(),
  }
}

let edge = 3

/** The bytes of a body that no other test of this process prices. */
export const newBody = (): Uint8Array => binaryStl(box([(edge += 1), 2, 3], [0, 0, 0]))

export const priced = (
  model: CalculateRequest['model'],
  change: Partial<CalculateRequest<'EUR'>> = {},
): CalculateRequest<'EUR'> => ({ model, materialCode: 'AU585', finishCode: 'POLISHED', quantity: 2, currency: 'EUR', ...change })

/** Puts a price list in force, as an operator does. */
export const putPriceList = async ({ url }: Pick<TestMes, 'url'>, version: string, factor = 1.1): Promise<void> => {
  const headers = { ...service, 'content-type': 'application/json' }
  const response = await fetch(`${url}/internal/pricelist`, { method: 'PUT', headers, body: JSON.stringify({ version, factor }) })
  if (response.status !== 204) throw new Error(`price list ${version}: ${response.status} ${await response.text()}`)
}
