'use client'

import { Root as PlainRoot } from '@radix-ui/themes/components/dropdown-menu'

import { withPageLook } from './overlay-theme'

export * from '@radix-ui/themes/components/dropdown-menu'

/** Radix's DropdownMenu.Root with the page's look. */
export const Root = withPageLook(PlainRoot)
