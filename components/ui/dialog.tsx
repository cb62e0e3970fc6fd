'use client'

import { Root as PlainRoot } from '@radix-ui/themes/components/dialog'

import { withPageLook } from './overlay-theme'

export * from '@radix-ui/themes/components/dialog'

/** Radix's Dialog.Root with the page's look. */
export const Root = withPageLook(PlainRoot)
