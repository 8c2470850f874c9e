/** An external jeweller or seller, as the API shows it. A company: no personal data. */
export interface Partner {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly status: PartnerStatus
  readonly country: string
  readonly currency: string
  readonly paymentTermDays: number
  readonly createdAt: string
  readonly updatedAt: string
}

export type PartnerStatus = 'ACTIVE' | 'SUSPENDED'
