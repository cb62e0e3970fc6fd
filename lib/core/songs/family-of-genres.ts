import type { GenreFamily } from './genre-families'

/**
 * Words that tell a genre's family, the more telling ones first: 'k-pop' before 'pop', 'folk metal' is metal, 'jazz rap' hip-hop. A genre
 * that no word tells, such as a country's name alone, has no family.
 */
const familyWords: readonly (readonly [GenreFamily, RegExp])[] = [
  ['comedy-spoken', /\b(comedy|spoken word|audiobooks?|h[öo]rspiel|asmr)\b/],
  ['soundtrack', /\b(soundtracks?|scores?|show tunes|broadway|musicals?|video game music|anime|disney|movie tunes|hollywood)\b/],
  ['k-pop', /\bk-?(pop|rap|indie|rock|ballad)\b|\bkorean\b/],
  ['gospel', /\b(gospel|worship|christian|ccm|praise)\b/],
  ['metal', /metal|\b(djent|deathcore|metalcore|grindcore|screamo|thrash|doom)\b|metalcore/],
  ['punk', /punk|\b(emo|hardcore|ska)\b/],
  ['hip-hop', /\b(hip[ -]?hop|rap|trap|drill|grime|crunk|phonk|gangster|g funk|boom bap|plugg|rage|hyphy)\b|rapper/],
  [
    'latin',
    /\b(latin[oa]?|reggaeton|salsa|bachata|cumbia|merengue|mariachi|ranchera|banda|norte[ñn]o|corridos?|sertanejo|mpb|samba|bossa nova|tango|flamenco|urbano|vallenato|tropical|mexicana?|forro|pagode|funk carioca|dembow|grupera|bolero|champeta)\b/,
  ],
  ['reggae', /\b(reggae|dancehall|dub|roots reggae|rocksteady|soca|calypso)\b/],
  ['afro', /\b(afro\w*|amapiano|highlife|african|azonto|kizomba|gqom|soukous)\b/],
  [
    'classical',
    /\b(classical|baroque|opera|orchestra|orchestral|romantic era|symphony|choral|early music|chamber|piano cover|neo-classical|neoclassical|impressionism|string quartet|compositional ambient)\b/,
  ],
  ['jazz', /\b(jazz|bebop|swing|big band|bop|dixieland|ragtime)\b/],
  ['blues', /\bblues\b/],
  ['r&b-soul', /\br ?& ?b\b|\b(rnb|soul|funk|motown|quiet storm|new jack swing|disco)\b/],
  ['country', /\b(country|bluegrass|americana|honky tonk|red dirt|nashville|outlaw)\b/],
  [
    'standards-vocal',
    /\b(adult standards|easy listening|lounge|vocal|crooner|brill building pop|torch song|doo-wop|standards|chanson|schlager)\b/,
  ],
  [
    'electronic',
    /\b(electro\w*|edm|house|techno|trance|dubstep|drum and bass|dnb|ambient|idm|downtempo|big room|garage|synthwave|chillwave|chillhop|trip hop|hardstyle|bass|breakbeat|rave|dance(?! pop)|electronica|lo-fi beats|vaporwave|future bass)\b/,
  ],
  ['folk', /\b(folk|singer-songwriter|celtic|stomp and holler|acoustic|traditional|filk)\b/],
  [
    'indie-alt',
    /\b(indie|alternative|alt z|shoegaze|dream pop|chamber pop|bedroom pop|new wave|post-rock|grunge|britpop|art pop|slowcore|madchester|dreampop|lo-fi)\b/,
  ],
  ['rock', /\b(rock|rock-and-roll|rockabilly|psych\w*|prog\w*|krautrock|british invasion|mellow gold)\b/],
  ['pop', /pop\b|\b(boy band|girl group|talent show|idol|post-teen)\b/],
]

/** The coarse family of an artist's genres, by most of them, the first where they tie; undefined where no word of them tells one. */
export function familyOfGenres(genres: readonly string[]): GenreFamily | undefined {
  const counts = new Map<GenreFamily, number>()
  for (const genre of genres) {
    const family = familyWords.find(([, words]) => words.test(genre))?.[0]
    if (family !== undefined) counts.set(family, (counts.get(family) ?? 0) + 1)
  }
  let best: GenreFamily | undefined
  for (const [family, count] of counts) if (best === undefined || count > (counts.get(best) ?? 0)) best = family
  return best
}
