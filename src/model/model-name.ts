import { basename, extname } from 'node:path'
import { MAX_NAME } from './check-input.ts'
import { isBlob, isFile, type ModelFileFormat, type NamedInput } from './model-input.ts'

const EXTENSIONS: Readonly<Record<string, ModelFileFormat>> = {
  '.stl': 'STL',
  '.obj': 'OBJ',
  '.3mf': '3MF',
  '.step': 'STEP',
  '.stp': 'STEP',
}

/** The format that the extension of a name stands for, if it stands for one. */
export const formatOfName = (name: string): ModelFileFormat | undefined => EXTENSIONS[extname(name).toLowerCase()]

export const nameOfFormat = (format: ModelFileFormat): string => `model.${format.toLowerCase()}`

/** The name of the file, where it has one: as given, else that of the path or File. */
export const fileNameOf = ({ model, fileName }: NamedInput, path: string | undefined): string | undefined => {
  const name =
    fileName ?? (path === undefined ? undefined : basename(path)) ?? (isBlob(model) && isFile(model) ? model.name : undefined)
  return name === undefined || name === '' ? undefined : name.slice(-MAX_NAME)
}
