/** Words in a title's brackets or after its dash that name another version of the same song. */
const versionWords =
  /\b(remaster(ed)?|live|acoustic|demo|mono|stereo|edit|version|mix|remix|single|bonus|deluxe|edition|anniversary|instrumental|karaoke|feat|ft|featuring|with|from|original|explicit|clean|radio|session|sessions|unplugged|re-?recorded|take|reprise|cover)\b/

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** Returns what two spellings of one artist share: no case, accents or punctuation. Of several artists the first counts. */
export function artistKey(artists: readonly string[]): string {
  const first = plain(artists[0] ?? '')
  return lettersOf(first) || first
}

/** Returns what two recordings of one song share: the first artist and the title without case, accents and remarks on the version. */
export function songKey(title: string, artists: readonly string[]): string {
  let base = plain(title)
    .replace(/[([][^)\]]*[)\]]/g, (remark) => (versionWords.test(remark) ? ' ' : remark))
    .replace(/\s+(feat|ft|featuring)\.?\s.*$/, '')
  const dash = base.lastIndexOf(' - ')
  if (dash > 0 && (versionWords.test(base.slice(dash)) || /\b(19|20)\d\d\b/.test(base.slice(dash)))) base = base.slice(0, dash)
  return `${artistKey(artists)}|${lettersOf(base) || plain(title)}`
}
