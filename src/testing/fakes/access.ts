import type { KitApi } from '../operation-types.ts'
import { type FakeRequest, type Identity, Refusal } from './answers.ts'

/** Operations that staff alone may call. */
const OF_STAFF: Readonly<Record<KitApi, RegExp>> = { mes: /^orders\.(?:claim|complete|startPackaging|ship)$/, crm: /^(?:(?:customers|partners)\.|orders\.(?:approve|cancel|close)$)/ }
/** Operations that a partner alone may call, once credentials count. */
const OF_PARTNERS = /^(?:orders\.create|webhooks\.)/

/**
 * Whom a request speaks for; `undefined` where no identities were given, and everybody may do everything.
 *
 * @throws {Refusal} `unauthenticated` or `forbidden`
 */
export const identify = ({ api, operation, headers, parameters }: FakeRequest, identities: Readonly<Record<string, Identity>> | undefined): Identity | undefined => {
  if (identities === undefined) return undefined
  const identity = identities[credentialOf(headers) ?? '']
  if (identity === undefined) throw new Refusal('unauthenticated')
  const isRefused = identity.partner === undefined ? api === 'mes' && OF_PARTNERS.test(operation.id) : OF_STAFF[api].test(operation.id)
  const asksForOthers = identity.partner !== undefined && parameters['partnerId'] !== undefined && parameters['partnerId'] !== identity.partner
  if (isRefused || asksForOthers) throw new Refusal('forbidden')
  return identity
}

const credentialOf = (headers: Headers): string | undefined => {
  const [scheme = '', text = ''] = (headers.get('authorization') ?? '').split(' ')
  if (/^bearer$/i.test(scheme)) return text
  if (/^basic$/i.test(scheme)) return Buffer.from(text, 'base64').toString().replace(':', '.')
  return headers.get('x-api-key') ?? undefined
}

/** Whether something may be seen that belongs to a partner, or to none. */
export const maySee = (identity: Identity | undefined, partner: string | undefined): boolean => identity?.partner === undefined || identity.partner === partner
