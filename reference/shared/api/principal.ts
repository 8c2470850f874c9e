import type { IncomingHttpHeaders } from 'node:http'
import { Problem } from './problem.ts'
import { verifyApiKey, verifyToken, type Role } from './token.ts'

/** Who asks: a partner's integration service, or a member of staff with roles. */
export type Principal =
  | { readonly kind: 'partner'; readonly partnerId: string }
  | { readonly kind: 'staff'; readonly id: string; readonly roles: readonly Role[] }

/** The principal that a request's credentials prove; refuses a request without valid ones. */
export function authenticate(headers: IncomingHttpHeaders, secret: string): Principal {
  const apiKey = headers['x-api-key']
  const partnerId = typeof apiKey === 'string' ? verifyApiKey(apiKey, secret) : null
  if (partnerId !== null) return { kind: 'partner', partnerId }
  const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
  const claims = token === undefined ? null : verifyToken(token, secret)
  if (claims?.roles.includes('partner') === true) return { kind: 'partner', partnerId: claims.sub }
  if (claims !== null) return { kind: 'staff', id: claims.sub, roles: claims.roles }
  throw new Problem('unauthenticated', { detail: 'An X-Api-Key or a bearer token is required' })
}

/** The id of a member of staff who has one of these roles; refuses everybody else. */
export function requireRole(principal: Principal, ...roles: readonly Role[]): string {
  if (principal.kind === 'staff' && principal.roles.some((role) => roles.includes(role))) return principal.id
  throw new Problem('forbidden', { detail: `One of these roles is required: ${roles.join(', ')}` })
}

/** The id of the partner who asks; refuses staff. */
export function requirePartner(principal: Principal): string {
  if (principal.kind === 'partner') return principal.partnerId
  throw new Problem('forbidden', { detail: 'Only a partner may do this' })
}

/** Refuses partners. */
export function requireStaff(principal: Principal): void {
  if (principal.kind !== 'staff') throw new Problem('forbidden', { detail: 'Staff only' })
}

/**
 * Whose view of the orders a principal has. Every partner has its own; all staff of one role see the same, so that thirty
 * operators' screens share one cached list.
 */
export function viewOf(principal: Principal): string {
  return principal.kind === 'partner' ? `partner:${principal.partnerId}` : `staff:${principal.roles.toSorted().join('+')}`
}

/** Whether something may be shown that belongs to a partner, or with null to none: staff see all, a partner sees its own. */
export function maySee(principal: Principal, partnerId: string | null): boolean {
  return principal.kind === 'staff' || principal.partnerId === partnerId
}

/** The partner that a list is kept to: a partner's list to itself, whatever it asks for. */
export function partnerFilter(principal: Principal, asked: string | undefined): string | undefined {
  if (principal.kind === 'staff') return asked
  if (asked === undefined || asked === principal.partnerId) return principal.partnerId
  throw new Problem('forbidden', { detail: 'A partner may ask for its own orders only' })
}
