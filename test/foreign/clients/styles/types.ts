// Generated from styles.yaml, do not edit: change the document and run `npm run generate`.
import type { BinaryPart, Json } from 'mes-crm-sdk/runtime'

export type BodiesBinaryAnswer200 = {
  readonly path: Json
  readonly query: Json
  readonly header: Json
  readonly cookie: Json
  readonly body?: Json
  readonly url?: string
  readonly type?: string
}

export type BodiesFormAnswer200 = {
  readonly path: Json
  readonly query: Json
  readonly header: Json
  readonly cookie: Json
  readonly body?: Json
  readonly url?: string
  readonly type?: string
}

export type BodiesFormBody = {
  readonly name: string
  readonly tags?: readonly string[] | undefined
  readonly at?: PointInput | undefined
}

export type BodiesMergeAnswer200 = {
  readonly path: Json
  readonly query: Json
  readonly header: Json
  readonly cookie: Json
  readonly body?: Json
  readonly url?: string
  readonly type?: string
}

export type BodiesMergeBody = {
  readonly [name: string]: string | null
}

export type BodiesMultipartAnswer200 = {
  readonly path: Json
  readonly query: Json
  readonly header: Json
  readonly cookie: Json
  readonly body?: Json
  readonly url?: string
  readonly type?: string
}

export type BodiesMultipartBody = {
  readonly file: BinaryPart
  readonly more?: readonly BinaryPart[] | undefined
  readonly at?: PointForm | undefined
  readonly note?: string | undefined
}

export type BodiesTextAnswer200 = {
  readonly path: Json
  readonly query: Json
  readonly header: Json
  readonly cookie: Json
  readonly body?: Json
  readonly url?: string
  readonly type?: string
}

export type EchoHeadersAnswer200 = {
  readonly path: Json
  readonly query: Json
  readonly header: Json
  readonly cookie: Json
  readonly body?: Json
  readonly url?: string
  readonly type?: string
}

export type EchoLabelAnswer200 = {
  readonly path: Json
  readonly query: Json
  readonly header: Json
  readonly cookie: Json
  readonly body?: Json
  readonly url?: string
  readonly type?: string
}

export type EchoMatrixAnswer200 = {
  readonly path: Json
  readonly query: Json
  readonly header: Json
  readonly cookie: Json
  readonly body?: Json
  readonly url?: string
  readonly type?: string
}

export type EchoQueryAnswer200 = {
  readonly path: Json
  readonly query: Json
  readonly header: Json
  readonly cookie: Json
  readonly body?: Json
  readonly url?: string
  readonly type?: string
}

/** Query parameters of `echo.query`. */
export type EchoQueryQuery = {
  readonly elements?: readonly string[] | undefined
  readonly list?: readonly string[] | undefined
  readonly spaced?: readonly number[] | undefined
  readonly piped?: readonly number[] | undefined
  readonly members?: PointInput | undefined
  readonly map?: PointInput | undefined
  readonly deep?: {
    readonly name?: string | undefined
    readonly price?: {
      readonly min?: number | undefined
    } | undefined
  } | undefined
  readonly reserved?: string | undefined
  readonly 'odd name[]'?: string | undefined
  readonly json?: PointInput | undefined
}

export type EchoSimpleAnswer200 = {
  readonly path: Json
  readonly query: Json
  readonly header: Json
  readonly cookie: Json
  readonly body?: Json
  readonly url?: string
  readonly type?: string
}

export type PointForm = {
  readonly x: number
  readonly y: number
}

export type PointInput = {
  readonly x: number
  readonly y: number
}
