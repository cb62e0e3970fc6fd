import type { ImportedSong } from '@/lib/core/songs/imported-song'

import type { ReadContext } from '../recording-format'
import type { SourceFile } from '../source-file'

/** A song of an export, as it is found: a row, an entry, or one time that it was played. */
export type FoundSong = ImportedSong & {
  /** How long it was played, where the export is a history of listening. */
  readonly playedMs?: number
}

/** What a format reports to while it reads. */
export type SongContext = ReadContext & {
  onSong(song: FoundSong): void
  /** Called for an entry that is no song, or of which neither a title nor an id can be made out. */
  onOther(): void
}

/** A kind of export of music: one file of code each, listed in `read-song-files.ts`. */
export type SongFormat = {
  /** For people: 'Exportify'. */
  readonly formatName: string
  /** Whether a file is one of this format's, told by its content. */
  recognises(file: SourceFile): boolean
  read(file: SourceFile, context: SongContext): Promise<void>
}
