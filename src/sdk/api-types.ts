/**
 * Types of the APIs, each set in a namespace. Two entries of the package refer to them here: a bundler of declarations writes a namespace right
 * only in the file that has its types, which several entries share.
 */
export type * as crm from '../generated/crm/index.ts'
export type * as mes from '../generated/mes/index.ts'
