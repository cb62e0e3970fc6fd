import type { SourceFile } from './source-file'

const fileSignatures: readonly { readonly name: string; readonly bytes: readonly number[] }[] = [
  { name: 'a PNG picture', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a JPEG picture', bytes: [0xff, 0xd8, 0xff] },
  { name: 'a GIF picture', bytes: [0x47, 0x49, 0x46, 0x38] },
  { name: 'a PDF document', bytes: [0x25, 0x50, 0x44, 0x46] },
  { name: 'a RAR archive', bytes: [0x52, 0x61, 0x72, 0x21] },
  { name: 'a 7z archive', bytes: [0x37, 0x7a, 0xbc, 0xaf] },
  { name: 'an SQLite database', bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65] },
  { name: 'an Avro file', bytes: [0x4f, 0x62, 0x6a, 0x01] },
]
const shownCharacters = 60

/** What a file is that no format recognises, in words: 'a PNG picture', 'a text that begins with "..."'. */
export function describeFile({ head, sizeBytes }: Pick<SourceFile, 'head' | 'sizeBytes'>): string {
  if (sizeBytes === 0) return 'an empty file'
  const known = fileSignatures.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))
  if (known !== undefined) return known.name
  const text = new TextDecoder().decode(head)
  if (/[\0\uFFFD]/.test(text.slice(0, 2000))) return 'a binary file that is not known here'
  const start = text.trimStart()
  if (/^(<!doctype html|<html)/i.test(start)) return 'a web page'
  if (start.startsWith('<')) return 'an XML file'
  if (/^[[{]/.test(start)) return 'a JSON file'
  const firstLine = start.split(/[\r\n]/, 1)[0] ?? ''
  if (firstLine === '') return 'a text without a word'
  return `a text that begins with "${firstLine.length > shownCharacters ? `${firstLine.slice(0, shownCharacters)}…` : firstLine}"`
}
