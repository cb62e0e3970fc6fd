import { escapeHtml, htmlReply } from './html'
import type { FakePlaylist, FakeState } from './state'

/** The smallest JPEG: one grey pixel, as artwork. */
const greyPixel = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=',
  'base64',
)

function listItem({ playlistId, name, description, songIds }: FakePlaylist): string {
  return `<li><a href="/playlist/${playlistId}">${escapeHtml(name)}</a> (${songIds.length} songs) ${escapeHtml(description)}</li>`
}

/** What a person sees in Spotify: /your-library?user=ID, /playlist/ID, /track/ID and pictures. Undefined for any other address. */
export function answerPage(state: FakeState, url: URL): Response | undefined {
  const [, kind, id = ''] = url.pathname.split('/')
  if (kind === 'image') return new Response(greyPixel, { headers: { 'content-type': 'image/jpeg' } })
  if (kind === 'track') return htmlReply(200, `Song ${id}`, '')
  if (kind === 'your-library') {
    const own = [...state.playlists.values()].filter(({ ownerId }) => ownerId === (url.searchParams.get('user') ?? 'ada'))
    return htmlReply(200, 'Your library', `<ul>${own.map(listItem).join('')}</ul>`)
  }
  if (kind === 'playlist') {
    const playlist = state.playlists.get(id)
    if (playlist === undefined) return htmlReply(404, 'Page not available', '')
    const { name, description, songIds, coverBase64 } = playlist
    const cover = coverBase64 === undefined ? '' : `<img alt="Cover" width="300" src="data:image/jpeg;base64,${coverBase64}">`
    return htmlReply(
      200,
      name,
      `${cover}<p>${escapeHtml(description)}</p><ol>${songIds.map((songId) => `<li>${songId}</li>`).join('')}</ol>`,
    )
  }
  return undefined
}
