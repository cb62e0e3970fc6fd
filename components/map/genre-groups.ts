import type { FamilyPaint } from '@/lib/core/songs/paint-songs'
import { unknownFamily } from '@/lib/core/songs/song-map'

/** Genre families that are kin and share a colour on the map: more than eight colours nobody tells apart. */
export type GenreGroup = {
  readonly name: string
  /** `#rrggbb`, on the dark glass of the map in both themes */
  readonly colour: string
  readonly families: readonly string[]
}

/** The groups in the order of the legend; the last one takes whatever belongs to no other. */
export const genreGroups = [
  { name: 'Rock and metal', colour: '#ff6f59', families: ['rock', 'indie-alt', 'metal', 'punk'] },
  { name: 'Pop', colour: '#ff9bd5', families: ['pop', 'k-pop'] },
  { name: 'Hip-hop and soul', colour: '#ffab40', families: ['hip-hop', 'r&b-soul', 'gospel'] },
  { name: 'Latin, reggae and afro', colour: '#f6e05e', families: ['latin', 'reggae', 'afro'] },
  { name: 'Folk, country and blues', colour: '#7fdc8f', families: ['folk', 'country', 'blues'] },
  { name: 'Electronic', colour: '#4cc3ff', families: ['electronic'] },
  { name: 'Jazz and classical', colour: '#b6a4ff', families: ['jazz', 'classical', 'standards-vocal', 'soundtrack'] },
  { name: 'Other or unknown', colour: '#8d9a92', families: ['comedy-spoken'] },
] as const satisfies readonly GenreGroup[]
export type GenreGroupName = (typeof genreGroups)[number]['name']

/** How much a song of another group covers, of 255, while one group is brought forward. */
const setBackStrength = 14

/** Returns a colour as a pixel of an ImageData. */
export const pixelOf = (colour: string): number => {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  return ((0xff << 24) | ((blue ?? 0) << 16) | ((green ?? 0) << 8) | (red ?? 0)) >>> 0
}

const groupOf = (family: string | undefined): GenreGroup =>
  genreGroups.find(({ families }) => (families as readonly string[]).includes(family ?? '')) ??
  genreGroups[genreGroups.length - 1] ??
  genreGroups[0]

/** How songs are painted by the groups of their genre families, one of them brought forward where it is named. `strength`: 0..255 */
export function familyPaint(genreFamilies: readonly string[], strength: number, forward: GenreGroupName | undefined): FamilyPaint {
  const colours = new Uint32Array(unknownFamily + 1)
  const strengths = new Uint8Array(unknownFamily + 1)
  for (let family = 0; family <= unknownFamily; family++) {
    const { colour, name } = groupOf(genreFamilies[family])
    colours[family] = pixelOf(colour)
    strengths[family] = forward === undefined || forward === name ? strength : Math.min(strength, setBackStrength)
  }
  return { colours, strengths }
}
