import { randomBytes } from 'node:crypto'

/** A fresh name of a record or a hold: 12 characters of base64url, which no other process will draw. */
export const randomToken = (): string => randomBytes(9).toString('base64url')
