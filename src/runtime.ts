/** What generated clients import, and nothing else. */
export type { ApiCall } from './operation/api-call.ts'
export type { CommandOptions, OperationCaller, ReadOptions } from './operation/caller.ts'
export type { OperationArguments, OperationDefinition, Paging } from './operation/definition.ts'
export type { OpenEnum } from './operation/open-enum.ts'
export type { PagedCall } from './operation/paged-call.ts'
export type { CachePolicy, TagTemplate, TtlRule } from './operation/policy.ts'
export type { Immutable } from './key/json.ts'
export { openEnum } from './operation/open-enum.ts'
