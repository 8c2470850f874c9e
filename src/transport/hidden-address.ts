import { hideIn, hiding } from './hidden-secrets.ts'

/** Shorter ones stand in many a text by chance. */
const SHORTEST_SECRET = 8

/** A copy of what an API or a storage has said, without what it repeats of an address that is not to be shown. */
export const hideAddress = <Said>(said: Said, address: string): Said => {
  const { href, pathname, search, searchParams } = new URL(address)
  const values = [
    ...searchParams.values(),
    ...search
      .slice(1)
      .split('&')
      .map((one) => one.slice(one.indexOf('=') + 1)),
  ]
  const secrets = [href, `${pathname}${search}`, search, ...values].filter(({ length }) => length >= SHORTEST_SECRET)
  return hideIn(said, hiding(secrets)) as Said
}
