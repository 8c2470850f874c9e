import type { KitApi } from '../operation-types.ts'
import { type FakeRequest, type Identity, Refusal } from './answers.ts'

/** Operations that staff alone may call. */
const OF_STAFF: Readonly<Record<KitApi, RegExp>> = {
  mes: /^orders\.(?:claim|complete|startPackaging|ship)$/,
  crm: /^(?:(?:customers|partners)\.|orders\.(?:approve|cancel|close)$)/,
}
/** Operations that a partner alone may call, once credentials count. */
const OF_PARTNERS = /^(?:orders\.create|webhooks\.)/

/**
 * Whom a request speaks for; `undefined` where no identities were given, and everybody may do everything.
 *
 * @throws {Refusal} `unauthenticated`
 */
export const identify = (
  { headers }: FakeRequest,
  identities: Readonly<Record<string, Identity>> | undefined,
): Identity | undefined => {
  if (identities === undefined) return undefined
  const identity = identities[credentialOf(headers) ?? '']
  if (identity === undefined) throw new Refusal('unauthenticated')
  return identity
}

/** @throws {Refusal} `forbidden`, where its identity may not ask for this */
export const authorize = ({ api, operation, parameters, identity }: FakeRequest): void => {
  if (identity === undefined) return
  const isRefused =
    identity.partner === undefined ? api === 'mes' && OF_PARTNERS.test(operation.id) : OF_STAFF[api].test(operation.id)
  const asksForOthers =
    identity.partner !== undefined && parameters['partnerId'] !== undefined && parameters['partnerId'] !== identity.partner
  if (isRefused || asksForOthers) throw new Refusal('forbidden')
}

const credentialOf = (headers: Headers): string | undefined => {
  const [scheme = '', text = ''] = (headers.get('authorization') ?? '').split(' ')
  if (/^bearer$/i.test(scheme)) return text
  if (/^basic$/i.test(scheme)) return Buffer.from(text, 'base64').toString().replace(':', '.')
  return headers.get('x-api-key') ?? undefined
}

/** Whether something may be seen that belongs to a partner, or to none. */
export const maySee = (identity: Identity | undefined, partner: string | undefined): boolean =>
  identity?.partner === undefined || identity.partner === partner

/** Who has created what: a partner, or staff together. What a seed brings has no owner, and is everybody's. */
export class Owners {
  readonly #owners = new Map<string, string>()

  set(id: string, partner: string): void {
    this.#owners.set(id, partner)
  }

  /** Gives something without an owner to whom the request speaks for. */
  claim({ identity }: FakeRequest, id: string): void {
    if (identity !== undefined && !this.#owners.has(id)) this.#owners.set(id, identity.partner ?? STAFF)
  }

  maySee({ identity }: FakeRequest, id: string): boolean {
    const owner = this.#owners.get(id)
    return owner === undefined || maySee(identity, owner)
  }

  isOwn({ identity }: FakeRequest, id: string): boolean {
    const owner = this.#owners.get(id)
    return owner === undefined || owner === (identity?.partner ?? STAFF)
  }
}

const STAFF = 'staff'
