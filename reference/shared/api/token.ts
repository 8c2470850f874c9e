import { createHmac, timingSafeEqual } from 'node:crypto'

/** Roles of staff; `service` is the other server, `partner` a partner's client. */
export type Role = 'operator' | 'crm_seller' | 'admin' | 'service' | 'partner'

export interface Claims {
  /** Who: an operator's id, for instance. */
  readonly sub: string
  readonly roles: readonly Role[]
  /** Seconds since 1970. */
  readonly exp: number
}

const HEADER = encode({ alg: 'HS256', typ: 'JWT' })

/** A signed JSON Web Token (HS256), such as a company's identity provider would issue. */
export function mintToken(claims: Omit<Claims, 'exp'>, secret: string, lifetimeSeconds = 86_400): string {
  const content = `${HEADER}.${encode({ ...claims, exp: Math.floor(Date.now() / 1000) + lifetimeSeconds })}`
  return `${content}.${sign(content, secret)}`
}

/** The claims of a token; null unless it was signed with this secret, by this algorithm, and has not expired. */
export function verifyToken(token: string, secret: string, now = Date.now()): Claims | null {
  const [header, payload, signature, ...more] = token.split('.')
  if (header !== HEADER || payload === undefined || signature === undefined || more.length > 0) return null
  if (!equal(signature, sign(`${header}.${payload}`, secret))) return null
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims
  return claims.exp * 1000 > now ? claims : null
}

/** The key of a partner's integration service. It carries the partner's id and needs no table. */
export function partnerApiKey(partnerId: string, secret: string): string {
  return `${partnerId}.${sign(`api-key:${partnerId}`, secret)}`
}

/** The partner whose key this is; null for any other text. */
export function verifyApiKey(key: string, secret: string): string | null {
  const partnerId = key.slice(0, key.indexOf('.'))
  return equal(key, partnerApiKey(partnerId, secret)) ? partnerId : null
}

/** The secret of a partner's OAuth client, whose id is the partner's. */
export function clientSecret(partnerId: string, secret: string): string {
  return sign(`client:${partnerId}`, secret)
}

/** The partner whose client this is; null for any other. */
export function verifyClient(client: { readonly id: string; readonly secret: string }, secret: string): string | null {
  return client.id !== '' && equal(client.secret, clientSecret(client.id, secret)) ? client.id : null
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function sign(content: string, secret: string): string {
  return createHmac('sha256', secret).update(content).digest('base64url')
}

/** Texts of as many characters may have different numbers of bytes, which Node refuses to compare. */
export function equal(left: string, right: string): boolean {
  const [given, own] = [Buffer.from(left), Buffer.from(right)]
  return given.length === own.length && timingSafeEqual(given, own)
}
