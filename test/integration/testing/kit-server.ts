import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifyApiKey, verifyToken } from '../../../reference/shared/api/token.ts'
import { modelsOf, rejectedModelOf } from '../../../reference/shared/catalogue/models.ts'
import { createTestKit, type TestKit } from '../../../src/testing.ts'
import { installableOf } from '../../../src/testing/test-kit.ts'
import { secret } from '../reference-servers/credentials.ts'

const BASE = 'https://kit.example/v1'
const UPLOADS = 'https://uploads.kit.example/'
const STATUSES = [
  'INITIATED',
  'SUBMITTED',
  'PRICE_CALCULATED',
  'MANUFACTURING_APPROVED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
  'PACKAGING',
  'SHIPPED',
  'CLOSED',
] as const
/** Cases use orders up. */
const OF_EACH_STATUS = 12

const PARTNERS = ['partner_02', 'partner_03', 'partner_39']
const identities = { ...Object.fromEntries(PARTNERS.map((partner) => [`${partner}.kit`, { partner }])), 'staff.kit': {} }

/** The kit's own credential for one of the reference servers; one that proves nothing stays as it is. */
const credentialFor = ({ headers }: IncomingMessage): string | undefined => {
  const key = headers['x-api-key']
  const partner = typeof key === 'string' ? verifyApiKey(key, secret) : null
  if (partner !== null) return `${partner}.kit`
  const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
  return token !== undefined && verifyToken(token, secret) !== null ? 'staff.kit' : undefined
}

const seedOrders = () =>
  STATUSES.flatMap((status, kind) =>
    Array.from({ length: OF_EACH_STATUS }, (_, index) => {
      const number = String(kind * OF_EACH_STATUS + index + 1).padStart(6, '0')
      const ofShop = status === 'INITIATED'
      const createdAt = status === 'SHIPPED' ? { createdAt: '2025-01-01T00:00:00Z' } : {}
      return {
        id: `ord_${number}`,
        quoteId: `quo_${number}`,
        status,
        version: 5,
        ...createdAt,
        ...(ofShop ? { channel: 'SHOP' as const } : { channel: 'PARTNER' as const, partnerId: 'partner_03' }),
      }
    }),
  )

/** The fakes of a kit behind HTTP, for the cases of the reference servers. */
export const startKitServer = async (
  api: 'mes' | 'crm',
): Promise<{ readonly url: string; readonly kit: TestKit; close(): Promise<void> }> => {
  const [known, rejected] = [modelsOf(3)[0], rejectedModelOf(3)]
  const kit = createTestKit({
    identities,
    orders: seedOrders(),
    partners: [{ id: 'partner_07' }, { id: 'partner_03', status: 'SUSPENDED' as const }, { id: 'partner_05' }],
    customers: ['cus_000001', 'cus_000003', 'cus_000002'].map((id) => ({
      id,
      version: 1,
      createdAt: '2025-02-03T08:00:00Z',
      updatedAt: '2025-02-03T08:00:00Z',
    })),
    models: [
      { id: known.id, sha256: known.sha256, sizeBytes: known.sizeBytes, format: known.format, status: 'READY', version: 3 },
      { id: rejected.id, sha256: rejected.sha256, status: 'REJECTED' },
    ],
  })
  if (api === 'mes') kit.mes.prices({ AU585: 64_250 })
  const { fetch } = installableOf(kit).hostOf({ [api]: BASE })
  const server = createServer(
    (request, response) =>
      void (async () => {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk as Buffer)
        const credential = credentialFor(request)
        const { authorization: _token, 'x-api-key': _key, host: _host, connection: _connection, ...headers } = request.headers
        const path = request.url ?? ''
        const answer = await fetch(
          path.startsWith('/uploads/') ? UPLOADS + path.slice('/uploads/'.length) : BASE + path.slice('/v1'.length),
          {
            method: request.method ?? 'GET',
            headers: { ...(headers as Record<string, string>), 'x-api-key': credential ?? 'nobody' },
            ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
          },
        )
        const text = (await answer.text()).replaceAll(
          UPLOADS,
          `http://127.0.0.1:${(server.address() as AddressInfo).port}/uploads/`,
        )
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text)
        await kit.clock.advance('10m')
      })().catch((error: Error) =>
        response.writeHead(500, { 'content-type': 'text/plain' }).end(JSON.stringify({ code: error.message })),
      ),
  )
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kit,
    async close() {
      kit.unmocked()
      await kit.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}
