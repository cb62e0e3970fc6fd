/** What Next calls once when the server starts: saves that an earlier process left unfinished go on. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { getSaveWorker } = await import('@/lib/server/spotify/save/get-save-worker')
  getSaveWorker()
}
