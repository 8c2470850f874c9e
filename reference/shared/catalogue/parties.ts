/** Who takes part: 40 partners order through MES, 30 operators make, sellers approve. */
export const PARTNER_COUNT = 40
export const OPERATOR_COUNT = 30

export const partnerId = (number: number): string => `partner_${String(number).padStart(2, '0')}`
export const operatorId = (number: number): string => `op_${String(number).padStart(2, '0')}`
export const customerId = (number: number): string => `cus_${String(number).padStart(6, '0')}`
