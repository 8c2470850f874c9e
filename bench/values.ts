/** A page of 50 orders, as an API answers it: 11 kB of JSON in 101 objects and arrays. */
export const page = {
  items: Array.from({ length: 50 }, (_, index) => ({
    id: `ord_${String(index).padStart(6, '0')}`,
    number: `2026-${index}`,
    channel: 'PARTNER',
    status: 'MANUFACTURING_APPROVED',
    version: index,
    materialCode: 'AU585',
    quantity: 2,
    price: { amountMinor: 184_500, currency: 'EUR' },
    promisedAt: '2026-11-30T12:00:00Z',
  })),
  nextCursor: null,
}

/** As many characters as the page, in one text: reading it as JSON costs next to nothing. */
export const longText = 'x'.repeat(JSON.stringify(page).length - 2)

/** One order's status. */
export const small = { status: 'SHIPPED', version: 7 }

export const tagsOf = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `order:${index}`)
