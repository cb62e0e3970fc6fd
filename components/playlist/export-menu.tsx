'use client'

import { Button } from '@radix-ui/themes/components/button'
import { useState } from 'react'

import * as DropdownMenu from '@/components/ui/dropdown-menu'
import { ExportIcon } from '@/components/ui/icons'
import type { Song } from '@/lib/core/songs/song'

import { saveFile } from './export/save-file'
import { toCsv } from './export/to-csv'
import { toM3u8 } from './export/to-m3u8'
import { toSpotifyUris } from './export/to-spotify-uris'
import styles from './playlist.module.css'
import { exportFileName } from './playlist-name'

/** How long 'Copied' stays on the button, in ms. */
const COPIED_MS = 2500

/** The ways to take a playlist along; every file is made in the browser. */
export const ExportMenu = ({
  name,
  createdAtMs,
  songs,
}: {
  readonly name: string
  readonly createdAtMs: number
  readonly songs: readonly Song[]
}) => {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no')
  const file = (extension: string) => exportFileName(name, createdAtMs, extension)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(toSpotifyUris(songs))
      setCopied('yes')
    } catch {
      // The browser refused its clipboard; the same list can be downloaded.
      setCopied('refused')
    }
    setTimeout(() => setCopied('no'), COPIED_MS)
  }
  const words = { no: 'Export', yes: 'Copied', refused: 'Could not copy' }
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger>
          <Button size="2" variant="surface">
            <ExportIcon /> {words[copied]}
          </Button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Content className={styles.menu} size="2" align="end">
          <DropdownMenu.Item onSelect={() => saveFile(file('m3u8'), 'application/vnd.apple.mpegurl', toM3u8(`Attune: ${name}`, songs))}>
            M3U8 playlist
          </DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => saveFile(file('csv'), 'text/csv', toCsv(songs))}>CSV table</DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => saveFile(file('txt'), 'text/plain', toSpotifyUris(songs))}>
            Spotify URIs (.txt)
          </DropdownMenu.Item>
          <DropdownMenu.Separator />
          <DropdownMenu.Item onSelect={() => void copy()}>Copy Spotify URIs</DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      <span className="visually-hidden" role="status">
        {copied === 'no' ? '' : words[copied]}
      </span>
    </>
  )
}
