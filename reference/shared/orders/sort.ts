/** Orders of a list; a leading minus means descending. Rows of the same instant are ordered by id. */
export const ORDER_SORTS = ['-createdAt', 'createdAt', '-statusChangedAt'] as const

export type OrderSort = (typeof ORDER_SORTS)[number]
