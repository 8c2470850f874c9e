/** `orders.list` → `ordersList`: the constant of an operation. */
export const operationConst = (id: string): string => lowerFirst(operationType(id))

/** `orders.list` → `OrdersList`: the beginning of its types' names. */
export const operationType = (id: string): string => id.split('.').map(upperFirst).join('')

/** `Order` → `orderSchema`: the constant of a schema. */
export const schemaConst = (name: string): string => `${lowerFirst(name)}Schema`

/** `If-Match` → `ifMatch`: the option that a header is given by. */
export const optionName = (header: string): string =>
  lowerFirst(header.split('-').map((word) => upperFirst(word.toLowerCase())).join(''))

/** `mes` → `MesApi`: the interface of an API. */
export const apiType = (name: string): string => `${name.split('-').map(upperFirst).join('')}Api`

export const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

export const isIdentifier = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text)

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)
