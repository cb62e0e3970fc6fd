import 'server-only'

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

import { AppError } from '@/lib/core/app-error'

import type { TokenKey } from '../env'

const cipherName = 'aes-256-gcm'
/** What GCM is made for. */
const nonceBytes = 12
const tagBytes = 16

/** What a sealed token belongs to; one that is put into another account's row, or another column, does not open. */
export type SealedPlace = { readonly providerAccountId: string; readonly kind: 'access' | 'refresh' }

/** Seals a token with the first key: KEY-ID.NONCE.CIPHERTEXT-AND-TAG, in base64url. */
export function sealToken(token: string, place: SealedPlace, [{ id, key }]: readonly [TokenKey, ...TokenKey[]]): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(bytesOf(place))
  const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return [id, nonce.toString('base64url'), sealed.toString('base64url')].join('.')
}

/** Opens what any of the keys sealed in this place; the error names the key's id, never what was sealed. */
export function openToken(sealedToken: string, place: SealedPlace, keys: readonly TokenKey[]): string {
  const [id = '', nonce = '', sealed = ''] = sealedToken.split('.')
  const key = keys.find((candidate) => candidate.id === id)?.key
  if (key === undefined) {
    throw new AppError('INTERNAL', `A token was sealed with the key '${id}'; expected one of ${keys.map((known) => known.id).join(', ')}.`)
  }
  const bytes = Buffer.from(sealed, 'base64url')
  try {
    const decipher = createDecipheriv(cipherName, key, Buffer.from(nonce, 'base64url'), { authTagLength: tagBytes })
      .setAAD(bytesOf(place))
      .setAuthTag(bytes.subarray(-tagBytes))
    return decipher.update(bytes.subarray(0, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
  } catch (error) {
    throw new AppError('INTERNAL', `A token does not open with the key '${id}': it was changed, or sealed for another place.`, {
      cause: error,
    })
  }
}

function bytesOf({ providerAccountId, kind }: SealedPlace): Buffer {
  return Buffer.from(`spotify ${kind} ${providerAccountId}`)
}
