import type { Operation } from './api.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { suggestion } from '../near-match.ts'
import type { Parameter, Place } from './read-parameters.ts'
import type { Source } from './source.ts'

/** How a value is written where that is not the default of its place. */
export interface Serialization {
  readonly style?: string
  readonly explode?: boolean
  readonly allowReserved?: true
}

const styles: Readonly<Record<Place, readonly string[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form', 'cookie'],
}

const defaultOf = (place: Place): string => (place === 'query' || place === 'cookie' ? 'form' : 'simple')

/** How the operation's parameters are written, by place and name; `undefined` where all are written in the default way. */
export const serializationOf = ({ parameters }: Operation): unknown => {
  const places: Record<string, Record<string, Serialization>> = {}
  for (const parameter of parameters) {
    const serialization = ofParameter(parameter)
    if (serialization !== undefined) places[parameter.in] = { ...places[parameter.in], [parameter.name]: serialization }
  }
  return Object.keys(places).length === 0 ? undefined : places
}

const ofParameter = ({ in: place, style = defaultOf(place), explode, allowReserved }: Parameter): Serialization | undefined => {
  const isExploded = style === 'form' || style === 'cookie' || style === 'deepObject'
  const written: Serialization = {
    ...(style === defaultOf(place) ? {} : { style: style === 'cookie' ? 'form' : style }),
    ...(explode === undefined || explode === isExploded || style === 'json' ? {} : { explode }),
    ...(allowReserved && place === 'query' ? { allowReserved: true } : {}),
  }
  return Object.keys(written).length === 0 ? undefined : written
}

/** Parameters whose style their place does not know, or that are content other than JSON. */
export const lintSerialization = (source: Source, { parameters }: Operation): readonly Diagnostic[] =>
  parameters.flatMap(({ in: place, name, at, style, contentType }) => {
    if (contentType !== undefined) {
      const message = `the ${place} parameter "${name}" as ${contentType} cannot be generated: only JSON can`
      return /json$/i.test(contentType) ? [] : [source.atKey([...at, 'content', contentType], message)]
    }
    if (style === undefined || styles[place].includes(style)) return []
    return [source.at([...at, 'style'], `"${style}" is no style of a ${place} parameter${suggestion(style, styles[place])}`)]
  })
