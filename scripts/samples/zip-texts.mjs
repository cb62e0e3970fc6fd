import { strToU8, zipSync } from 'fflate'

// A zip holds local time: made of local parts it is the same bytes in every time zone.
const modifiedAt = new Date(2026, 2, 14, 12, 0, 0)

/** Packs texts by name into a zip; the same bytes every time. */
export function zipTexts(texts) {
  return zipSync(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, strToU8(text)])), { level: 9, mtime: modifiedAt })
}
