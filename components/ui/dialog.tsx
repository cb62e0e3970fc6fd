'use client'

import { Root as PlainRoot } from '@radix-ui/themes/components/dialog'
import type { ComponentProps } from 'react'

import { OverlayTheme } from './overlay-theme'

export * from '@radix-ui/themes/components/dialog'

/** Radix's Dialog.Root with the page's look. */
export const Root = (props: ComponentProps<typeof PlainRoot>) => (
  <OverlayTheme>
    <PlainRoot {...props} />
  </OverlayTheme>
)
