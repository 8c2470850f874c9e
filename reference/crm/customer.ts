/** A customer of the shop, as the API shows it. All of it but the id, the version and the instants is personal data. */
export interface Customer {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly email: string
  readonly phone: string | null
  readonly address: Address | null
  readonly createdAt: string
  readonly updatedAt: string
}

export interface Address {
  readonly lines: readonly string[]
  readonly postalCode: string
  readonly city: string
  readonly country: string
}

/** What an update may change; what is left out stays. */
export type CustomerChange = Partial<Pick<Customer, 'name' | 'email' | 'phone' | 'address'>>

/** Everything that shows the customer. */
export function customerTags(id: string): readonly string[] {
  return [`customer:${id}`, 'customers']
}
