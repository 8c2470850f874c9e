import { z } from 'zod'
import { type Auth, isSecret } from '../transport/authorizer.ts'
import type { OAuth2ClientCredentials } from '../transport/client-token.ts'

const AUTH =
  '{ apiKey: text, in?: { query: name } }, { basic: { username, password } }, { bearer: text or function } or { oauth2: { tokenUrl, clientId, clientSecret } }, ' +
  'texts of printable ASCII without blanks around them'
const URL_FORM = 'an absolute http or https URL without user, query, fragment and blanks'
const TEXT = 'a text of at least 1 character'

/** Something may be appended to it as a text, so nothing may follow its own path. */
export const urlOption = (): z.ZodType<string, string> =>
  z.custom<string>(
    (value) => typeof value === 'string' && /^https?:\/\/[^\s?#@\\]+$/i.test(value) && URL.canParse(value),
    URL_FORM,
  )

const text = () => z.string(TEXT).min(1, TEXT)

const oauth2Schema: z.ZodType<OAuth2ClientCredentials> = z.strictObject({
  tokenUrl: urlOption(),
  clientId: text(),
  clientSecret: text(),
  scope: text().exactOptional(),
  audience: text().exactOptional(),
  clientAuth: z
    .enum(['client_secret_basic', 'client_secret_post'], "'client_secret_basic' or 'client_secret_post'")
    .exactOptional(),
})

const hasOnly = (value: object, ...names: readonly string[]): boolean => Object.keys(value).every((name) => names.includes(name))

const isPlace = (value: unknown): boolean => {
  if (value === undefined) return true
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return false
  const [[place, name] = []] = Object.entries(value)
  return typeof name === 'string' && name !== '' && place === 'query' && name.isWellFormed()
}

const isBasic = (value: unknown): boolean => {
  const { username, password, ...more } = { ...(value as Partial<Record<string, unknown>> | null | undefined) }
  return (
    typeof username === 'string' &&
    typeof password === 'string' &&
    Object.keys(more).length === 0 &&
    username.isWellFormed() &&
    password.isWellFormed() &&
    !/[:\p{Cc}]/u.test(username) &&
    !/\p{Cc}/u.test(password)
  )
}

const isSimple = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if ('apiKey' in value)
    return isSecret(value.apiKey) && hasOnly(value, 'apiKey', 'in') && (!('in' in value) || isPlace(value.in))
  if ('basic' in value) return hasOnly(value, 'basic') && isBasic(value.basic)
  return 'bearer' in value && hasOnly(value, 'bearer') && (isSecret(value.bearer) || typeof value.bearer === 'function')
}

const isOAuth2 = (value: unknown): value is { readonly oauth2: unknown } =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'oauth2'

/** Credentials; of OAuth2 each member is checked, and named where it is wrong. */
export const authOption = (): z.ZodType<Auth, Auth> =>
  z.custom<Auth>().superRefine((value, context) => {
    if (!isOAuth2(value)) {
      if (!isSimple(value)) context.addIssue({ code: 'custom', message: AUTH })
      return
    }
    for (const issue of oauth2Schema.safeParse(value.oauth2).error?.issues ?? []) {
      context.addIssue({ ...issue, path: ['oauth2', ...issue.path] })
    }
  })
