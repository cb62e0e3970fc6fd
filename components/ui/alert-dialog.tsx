'use client'

import { Root as PlainRoot } from '@radix-ui/themes/components/alert-dialog'

import { withPageLook } from './overlay-theme'

export * from '@radix-ui/themes/components/alert-dialog'

/** Radix's AlertDialog.Root with the page's look. */
export const Root = withPageLook(PlainRoot)
