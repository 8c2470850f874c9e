import { hash } from 'node:crypto'

/** 128 bits of SHA-256 as 22 characters of base64url: short, and no way back to the text. */
export const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22)
