import { Studio } from '@/components/studio/studio'

/** The studio. */
export default function StudioPage() {
  return <Studio />
}
