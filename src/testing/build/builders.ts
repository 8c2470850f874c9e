import { type BuiltTypes as CrmTypes, blueprints as crmBlueprints } from '../../generated/crm/blueprints.ts'
import { type BuiltTypes as MesTypes, blueprints as mesBlueprints } from '../../generated/mes/blueprints.ts'
import { createClock } from '../../foundation/clock.ts'
import { type CallBuilders, callBuilders } from './calls.ts'
import { complete, type CompletionContext } from './completion.ts'
import type { Build } from './override.ts'
import { type ErrorBuilders, errorBuilders } from './errors.ts'
import { crmImplications, mesImplications } from './implications.ts'
import { quoteBuilder, type QuoteBuilder } from './quote-builder.ts'
import { Serials } from './serials.ts'

/** Options of builders. */
export interface BuildOptions {
  /** Says which ids are given: builders of one seed give the same ids in the same order. An integer from 0 to 4,294,967,295. Default: 1. */
  readonly seed?: number
  /** The present of what is built: it is created now, and a price holds for a week from now. Default: the time of the process. */
  readonly now?: () => Date
}

/** Builders of the values of MES. */
export type MesBuilders = { readonly [Name in keyof MesTypes]: Name extends 'quote' ? QuoteBuilder : Build<MesTypes[Name]> }

type BuildersOf<Types> = { readonly [Name in keyof Types]: Build<Types[Name]> }

/** Builders of the values of CRM. */
export type CrmBuilders = BuildersOf<CrmTypes>

/** Builders of what the APIs answer, of calls that answer it, and of errors. */
export interface Builders extends CallBuilders {
  readonly mes: MesBuilders
  readonly crm: CrmBuilders
  /** Errors as the client throws them. */
  readonly error: ErrorBuilders
}

/**
 * Creates builders with a counter of ids of their own.
 *
 * @throws {ConfigurationError} for a seed that is no integer from 0 to 4,294,967,295
 *
 * @example
 * const build = createBuilders({ seed: 7, now: () => new Date('2026-03-01T10:00:00Z') })
 * const order = build.mes.order({ status: 'SHIPPED', price: { amountMinor: 100 } })
 */
export const createBuilders = ({ seed = 1, now = wallClock() }: BuildOptions = {}): Builders => {
  const mes: CompletionContext = {
    api: 'mes',
    blueprints: mesBlueprints,
    implications: mesImplications,
    serials: new Serials(seed),
    now,
  }
  const crm: CompletionContext = {
    api: 'crm',
    blueprints: crmBlueprints,
    implications: crmImplications,
    serials: new Serials(seed),
    now,
  }
  const mesBuilders = buildersOf<MesTypes>(mes)
  return Object.freeze({
    mes: Object.freeze({ ...mesBuilders, quote: quoteBuilder(mesBuilders.quote) }),
    crm: Object.freeze(buildersOf<CrmTypes>(crm)),
    error: errorBuilders,
    ...callBuilders,
  })
}

const wallClock = (): (() => Date) => {
  const clock = createClock()
  return () => new Date(clock.wallNow())
}

/** One builder for each blueprint: the types are generated together with the blueprints. */
const buildersOf = <Types>(context: CompletionContext): BuildersOf<Types> =>
  Object.fromEntries(
    Object.keys(context.blueprints).map((name) => [name, (override?: unknown) => complete(context, name, override)]),
  ) as BuildersOf<Types>

/**
 * Builders of the seed 1, shared by everything in this process.
 *
 * @example
 * const order = build.mes.order({ status: 'SHIPPED' })
 * const getOrder = vi.fn().mockReturnValue(build.apiCall(order))
 */
export const build: Builders = createBuilders()
