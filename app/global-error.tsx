'use client'

/** For the case that the frame of the page itself broke; it stands without styles and scripts of its own. */
export default function GlobalError({ reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'sans-serif', maxWidth: '40rem', margin: '15vh auto', padding: '0 1.5rem' }}>
        <h1>Attune broke</h1>
        <p role="alert">Something inside failed. The playlists you made are safe in the library.</p>
        <button type="button" onClick={reset} style={{ minHeight: 44, padding: '0 1rem', font: 'inherit' }}>
          Try again
        </button>
      </body>
    </html>
  )
}
