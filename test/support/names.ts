import { randomBytes } from 'node:crypto'

let made = 0

/** A name that no other test, process or run uses: a namespace, a principal, an order. */
export const uniqueName = (prefix = 'test'): string => `${prefix}-${process.pid}-${(made += 1)}-${randomBytes(4).toString('hex')}`
