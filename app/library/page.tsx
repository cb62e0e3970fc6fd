import type { Metadata } from 'next'

import { Library } from '@/components/library/library'
import { OwnMusicProvider } from '@/components/library/own-music-provider'
import { PageHead } from '@/components/ui/page-head'

export const metadata: Metadata = { title: 'Library' }

/** The playlists that were made before. */
export default function LibraryPage() {
  return (
    <div className="page">
      <PageHead title="Library">
        The playlists you made in this browser: their songs, never the state they were made for. And your own music, if you bring it.
      </PageHead>
      <OwnMusicProvider />
      <Library />
    </div>
  )
}
