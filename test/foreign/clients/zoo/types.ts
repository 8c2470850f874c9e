// Generated from zoo.yaml, do not edit: change the document and run `npm run generate`.
import type { Json, OpenEnum } from 'mes-crm-sdk/runtime'

export type Animal = (Cat & { readonly kind: 'cat' }) | (Dog & { readonly kind: 'dog' }) | (Dog & { readonly kind: 'wolf' })

export type AnimalInput = (CatInput & { readonly kind: 'cat' }) | (DogInput & { readonly kind: 'dog' }) | (DogInput & { readonly kind: 'wolf' })

export type AnimalsGetAnimalAnswer202 = {
  readonly eta: string
}

export type AnimalsListAnimalsAnswer2XX = readonly Animal[]

/** Query parameters of `listAnimals`. */
export type AnimalsListAnimalsQuery = {
  readonly kind?: 'cat' | 'dog' | null | undefined
}

export type Cat = {
  readonly name: string
  readonly id?: number
  readonly secret?: string
  readonly kind: string
  readonly mood?: OpenEnum<'good' | 'bad'> | null
  readonly keeper?: Named | null
  readonly lives: number
}

export type CatInput = {
  readonly name: string
  readonly id?: number | undefined
  readonly secret?: string | undefined
  readonly kind: string
  readonly mood?: 'good' | 'bad' | null | undefined
  readonly keeper?: NamedInput | null | undefined
  readonly lives: number
}

export type Contact = {
  readonly email: string
  readonly phone?: string
  readonly extra?: Json
} | {
  readonly email?: string
  readonly phone: string
  readonly extra?: Json
}

export type ContactInput = {
  readonly email: string
  readonly phone?: string | undefined
  readonly extra?: Json | undefined
} | {
  readonly email?: string | undefined
  readonly phone: string
  readonly extra?: Json | undefined
}

export type Dog = {
  readonly name: string
  readonly id?: number
  readonly secret?: string
  readonly kind: string
  readonly mood?: OpenEnum<'good' | 'bad'> | null
  readonly keeper?: Named | null
  readonly tricks: readonly string[]
}

export type DogInput = {
  readonly name: string
  readonly id?: number | undefined
  readonly secret?: string | undefined
  readonly kind: string
  readonly mood?: 'good' | 'bad' | null | undefined
  readonly keeper?: NamedInput | null | undefined
  readonly tricks: readonly string[]
}

export type Forest = readonly Tree[]

export type ForestInput = readonly TreeInput[]

export type Labels = {
  readonly count: number
  readonly note?: string
  readonly [name: string]: string | number | undefined
}

export type LabelsInput = {
  readonly count: number
  readonly note?: string | undefined
  readonly [name: string]: string | number | undefined
}

export type Named = {
  readonly name: string
}

export type NamedInput = {
  readonly name: string
}

export type Tree = {
  readonly value: number
  readonly left?: Tree | null
  readonly children?: Forest
  readonly byName?: {
    readonly [name: string]: Tree
  }
}

export type TreeInput = {
  readonly value: number
  readonly left?: TreeInput | null | undefined
  readonly children?: ForestInput | undefined
  readonly byName?: {
    readonly [name: string]: TreeInput
  } | undefined
}

/** A list of lists and maps, however deep. */
export type Value = string | readonly Value[] | {
  readonly [name: string]: Value
}

/** A list of lists and maps, however deep. */
export type ValueInput = string | readonly ValueInput[] | {
  readonly [name: string]: ValueInput
}
