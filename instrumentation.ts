/** What Next calls once when the server starts: work at Spotify that an earlier process left unfinished goes on. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { getSaveWorker } = await import('@/lib/server/spotify/save/get-save-worker')
  const { getLibraryWorker } = await import('@/lib/server/spotify/library/get-library-worker')
  getSaveWorker()
  getLibraryWorker()
}
