'use client'

import { Button } from '@radix-ui/themes/components/button'
import { useState } from 'react'

import { connectSpotify, useAccount } from '@/components/account/account-store'
import { spotifyClient } from '@/components/account/spotify-client'
import { ProblemNote } from '@/components/studio/problem-note'
import * as DropdownMenu from '@/components/ui/dropdown-menu'
import { PlayIcon } from '@/components/ui/icons'
import { SpotifyLogo } from '@/components/ui/spotify-logo'
import type { Player } from '@/lib/contracts/player-api'
import type { Problem } from '@/lib/stores/studio-state'
import { toProblem } from '@/lib/stores/to-problem'

import styles from '../save/save.module.css'

type Device = Player['devices'][number]

/** Starts a saved playlist on one of the listener's devices; asks Spotify for permission first where that is missing. */
export const PlayerMenu = ({ saveId, playlistId }: { readonly saveId: string; readonly playlistId: string }) => {
  const { account, isBusy } = useAccount()
  const [devices, setDevices] = useState<readonly Device[]>()
  const [problem, setProblem] = useState<Problem>()
  const [playingOn, setPlayingOn] = useState<string>()
  if (account?.state !== 'connected') return null

  if (!account.powers.includes('player')) {
    return (
      <Button
        size="2"
        variant="surface"
        disabled={isBusy}
        title="Spotify asks you for permission first; playing needs Premium"
        onClick={() => void connectSpotify(['player'], `/library/${playlistId}`)}
      >
        <PlayIcon /> Play on a device
      </Button>
    )
  }

  const attempt = async (act: () => Promise<void>) => {
    setProblem(undefined)
    try {
      await act()
    } catch (error) {
      setProblem(toProblem(error))
    }
  }
  const look = () =>
    attempt(async () => {
      setDevices(undefined)
      setDevices((await spotifyClient.readPlayer()).devices)
    })
  const play = ({ deviceId, name }: Device) =>
    attempt(async () => {
      await spotifyClient.control({ action: 'play', saveId, deviceId })
      setPlayingOn(name)
    })

  return (
    <>
      <DropdownMenu.Root modal={false} onOpenChange={(isOpen) => isOpen && void look()}>
        <DropdownMenu.Trigger>
          <Button size="2" variant="surface">
            <PlayIcon /> Play on a device
          </Button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Content className={styles.menu} size="2" align="end">
          <DropdownMenu.Label>
            <SpotifyLogo isLabelled={false} />
          </DropdownMenu.Label>
          {devices === undefined && (
            <DropdownMenu.Item disabled>{problem === undefined ? 'Looking for devices' : 'No devices'}</DropdownMenu.Item>
          )}
          {devices?.length === 0 && <DropdownMenu.Item disabled>None found: open Spotify on one of your devices</DropdownMenu.Item>}
          {devices?.map((device) => (
            <DropdownMenu.Item key={device.deviceId} onSelect={() => void play(device)}>
              {device.name}
              {device.isActive && ' (in use)'}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      <p className={styles.playing} role="status">
        {playingOn !== undefined && `Playing on ${playingOn}.`}
      </p>
      {problem !== undefined && (
        <div className={styles.playerProblem}>
          <ProblemNote problem={problem} />
        </div>
      )}
    </>
  )
}
