import type { MetadataRoute } from 'next'

/** What a phone needs to know to put Attune on its home screen. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Attune',
    short_name: 'Attune',
    description: 'A playlist tuned to how you are.',
    start_url: '/',
    display: 'standalone',
    background_color: '#0c0f0e',
    theme_color: '#0c0f0e',
    icons: [{ src: '/icon.svg', type: 'image/svg+xml', sizes: 'any' }],
  }
}
