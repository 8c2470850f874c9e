import { mintToken, partnerApiKey, type Role } from '../../../reference/shared/api/token.ts'

export const secret = 'a-secret-of-the-tests'

export const staff = (sub: string, ...roles: readonly Role[]): Record<string, string> => ({
  authorization: `Bearer ${mintToken({ sub, roles }, secret)}`,
})
export const partner = (partnerId: string): Record<string, string> => ({ 'x-api-key': partnerApiKey(partnerId, secret) })

export const operator = staff('op_07', 'operator')
export const seller = staff('seller_01', 'crm_seller')
export const service = staff('test', 'service')
export const versionIs = (version: number): Record<string, string> => ({ 'if-match': `"${version}"` })
