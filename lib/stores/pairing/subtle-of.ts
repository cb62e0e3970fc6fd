import { AppError } from '@/lib/core/app-error'

/** The browser's cryptography; `subtle` is there on https pages and on 127.0.0.1 only. */
export type BrowserCrypto = {
  readonly subtle?: SubtleCrypto
  getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>
}

/** The part of the browser's cryptography that encrypts; throws PAIRING_UNSAFE where the page has none. */
export function subtleOf({ subtle }: BrowserCrypto): SubtleCrypto {
  if (subtle !== undefined) return subtle
  throw new AppError(
    'PAIRING_UNSAFE',
    'Browsers encrypt and read motion on https pages only. Open Attune by an address that begins with https:// and pair there.',
  )
}
