import { lettersOf, pairingIdBytes, pairingKeyBytes } from '@/lib/contracts/pairing-sizes'

/** What a phone has to know: which room, and the key in base64url. */
export type PairingSecret = { readonly pairingId: string; readonly keyText: string }

const FRAGMENT = new RegExp(`^#([\\w-]{${lettersOf(pairingIdBytes)}})\\.([\\w-]{${lettersOf(pairingKeyBytes)}})$`)

/** The address that the phone opens. Both stand behind the #, which browsers keep to themselves. */
export function writePairingLink(origin: string, { pairingId, keyText }: PairingSecret): string {
  return `${origin}/pair#${pairingId}.${keyText}`
}

/** Reads the part of an address from the # on; undefined where it is no whole link. */
export function readPairingLink(fragment: string): PairingSecret | undefined {
  const [, pairingId, keyText] = FRAGMENT.exec(fragment) ?? []
  return pairingId === undefined || keyText === undefined ? undefined : { pairingId, keyText }
}
