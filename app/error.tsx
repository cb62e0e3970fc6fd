'use client'

import { Button } from '@radix-ui/themes/components/button'

import { PageHead } from '@/components/ui/page-head'

/** For a page that broke; the playlists are on the server and stay. */
export default function PageError({ reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <div className="page" role="alert">
      <PageHead title="This page broke">Something inside Attune failed. The playlists you made are safe in the library.</PageHead>
      <Button size="3" onClick={reset}>
        Try again
      </Button>
    </div>
  )
}
