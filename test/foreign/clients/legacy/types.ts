// Generated from legacy.yaml, do not edit: change the document and run `npm run generate`.
import type { Json, OpenEnum } from 'mes-crm-sdk/runtime'

export type OddThingsGetThingsAnswer200 = readonly Thing[]

/** Query parameters of `GET /things`. */
export type OddThingsGetThingsQuery = {
  readonly since?: string | null | undefined
}

export type Promise2 = {
  readonly ok?: boolean
}

export type Shape = {
  readonly shapeType: string
}

export type ShapeInput = {
  readonly shapeType: string
  readonly [name: string]: Json
}

export type SizeInMm = number

export type Thing = {
  /** @example 7 */
  readonly id: number
  /** The one above. */
  readonly parent?: Thing | null
  readonly 'content-type'?: OpenEnum<'a' | 'b'> | null
  readonly size?: SizeInMm
  readonly implied?: {
    readonly deep?: string
  }
  readonly free?: {
    readonly [name: string]: Json
  }
  readonly anything?: Json
}

export type Thing2 = {
  readonly class: string
  /** @defaultValue true */
  readonly default?: boolean
}

export type ThingInput = {
  /** @example 7 */
  readonly id: number
  /** The one above. */
  readonly parent?: ThingInput | null | undefined
  readonly 'content-type'?: 'a' | 'b' | null | undefined
  readonly size?: SizeInMm | undefined
  readonly implied?: {
    readonly deep?: string | undefined
  } | undefined
  readonly free?: {
    readonly [name: string]: Json
  } | undefined
  readonly anything?: Json | undefined
}

export type TwiceListThings2Answer200 = string

export type TwiceListThingsAnswer200 = string
