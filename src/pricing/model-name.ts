import { basename, extname } from 'node:path'
import { refuseOption } from '../error/configuration-error.ts'
import { isBlob, isFile, type ModelFileFormat, type NamedInput } from './model-input.ts'

const EXTENSIONS: Readonly<Record<string, ModelFileFormat>> = { '.stl': 'STL', '.obj': 'OBJ', '.3mf': '3MF', '.step': 'STEP', '.stp': 'STEP' }
const FORMATS: readonly unknown[] = Object.values(EXTENSIONS)
const MAX_NAME = 255

/** The format that the extension of a name stands for, if it stands for one. */
export const formatOfName = (name: string): ModelFileFormat | undefined => EXTENSIONS[extname(name).toLowerCase()]

export const nameOfFormat = (format: ModelFileFormat): string => `model.${format.toLowerCase()}`

/** @throws {ConfigurationError} for a name or a format that there cannot be */
export const checkNames = ({ fileName, format }: NamedInput): void => {
  if (fileName !== undefined && !isFileName(fileName)) throw refuseOption('fileName', fileName, `a text of 1 to ${MAX_NAME} characters`)
  if (format !== undefined && !FORMATS.includes(format)) throw refuseOption('format', format, "'STL', 'OBJ', '3MF' or 'STEP'")
}

const isFileName = (name: unknown): boolean => typeof name === 'string' && name.length >= 1 && name.length <= MAX_NAME

/** The name of the file, where it has one: as given, else that of the path or File. */
export const fileNameOf = ({ model, fileName }: NamedInput, path: string | undefined): string | undefined => {
  const name = fileName ?? (path === undefined ? undefined : basename(path)) ?? (isBlob(model) && isFile(model) ? model.name : undefined)
  return name === undefined || name === '' ? undefined : name.slice(-MAX_NAME)
}
