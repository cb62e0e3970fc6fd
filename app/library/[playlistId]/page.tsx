import type { Metadata } from 'next'

import { StoredPlaylist } from '@/components/library/stored-playlist'

export const metadata: Metadata = { title: 'Playlist' }

/** One playlist of the library. */
export default async function StoredPlaylistPage({ params }: { readonly params: Promise<{ readonly playlistId: string }> }) {
  const { playlistId } = await params
  return (
    <div className="page">
      <StoredPlaylist playlistId={playlistId} />
    </div>
  )
}
