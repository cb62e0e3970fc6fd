import type { ReactNode, SVGProps } from 'react'

type IconProps = Omit<SVGProps<SVGSVGElement>, 'children'>

/** Draws one line icon on a 20 x 20 field; decoration only, the label is beside it. */
const Icon = ({ children, ...rest }: IconProps & { readonly children: ReactNode }) => (
  <svg
    width="20"
    height="20"
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    {...rest}
  >
    {children}
  </svg>
)

/** A webcam on its foot. */
export const CameraIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="10" cy="8" r="5.5" />
    <circle cx="10" cy="8" r="2" />
    <path d="M6 17h8M10 13.5V17" />
  </Icon>
)

/** A picture with a face in it. */
export const PhotoIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="3" y="3" width="14" height="14" rx="2.5" />
    <circle cx="10" cy="8.5" r="2.2" />
    <path d="M5.5 16.5c.5-2.6 2.2-4 4.5-4s4 1.4 4.5 4" />
  </Icon>
)

/** A wristband. */
export const WristIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="5" y="6" width="10" height="8" rx="2.5" />
    <path d="M7 6l.5-3.5h5L13 6M7 14l.5 3.5h5L13 14M7.5 10h1.2l.8-1.6 1.2 3 .8-1.4h1" />
  </Icon>
)

/** A step. */
export const MotionIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="11.5" cy="3.8" r="1.5" />
    <path d="M6 9.5l3-2.3 2.6.6 1.6 2.7 2.3.8M10.3 8l-.9 4.2 2.6 2.3.6 3M9.2 12.6l-1.4 2.6-3 .7" />
  </Icon>
)

/** A speech bubble. */
export const WordIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 4h12a1 1 0 0 1 1 1v7.5a1 1 0 0 1-1 1H9.5L5.5 17v-3.5H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Z" />
    <path d="M6.5 7.5h7M6.5 10.2h4.5" />
  </Icon>
)

/** A cross. */
export const CloseIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M5.5 5.5l9 9M14.5 5.5l-9 9" />
  </Icon>
)

/** Two bars. */
export const PauseIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M7 4.5v11M13 4.5v11" strokeWidth="2.2" />
  </Icon>
)

/** A triangle. */
export const PlayIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M6.5 4.2v11.6L15.8 10 6.5 4.2Z" fill="currentColor" stroke="none" />
  </Icon>
)

/** A square. */
export const StopIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="5" y="5" width="10" height="10" rx="1.5" fill="currentColor" stroke="none" />
  </Icon>
)

/** Two arrows in a round. */
export const AgainIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M16 8.5A6.3 6.3 0 0 0 4.6 7M4 11.5A6.3 6.3 0 0 0 15.4 13M4.5 3.5V7H8M15.5 16.5V13H12" />
  </Icon>
)

/** An arrow out of a tray. */
export const ExportIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 3v9M6.5 8.8 10 12.3l3.5-3.5M3.5 13.5v2a1.5 1.5 0 0 0 1.5 1.5h10a1.5 1.5 0 0 0 1.5-1.5v-2" />
  </Icon>
)

/** An arrow that leaves a square. */
export const LeaveIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M11.5 3.5h5v5M16.5 3.5 9 11M14 11.5V15a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V7.5A1.5 1.5 0 0 1 5 6h3.5" />
  </Icon>
)

/** A sun. */
export const SunIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="10" cy="10" r="3.3" />
    <path d="M10 2.5v1.7M10 15.8v1.7M2.5 10h1.7M15.8 10h1.7M4.7 4.7l1.2 1.2M14.1 14.1l1.2 1.2M15.3 4.7l-1.2 1.2M5.9 14.1l-1.2 1.2" />
  </Icon>
)

/** A moon. */
export const MoonIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z" />
  </Icon>
)

/** A disc of which one half is dark. */
export const SystemThemeIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="10" cy="10" r="6.8" />
    <path d="M10 3.2a6.8 6.8 0 0 1 0 13.6Z" fill="currentColor" stroke="none" />
  </Icon>
)

/** A bin. */
export const BinIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.7 10a1.2 1.2 0 0 0 1.2 1h5.2a1.2 1.2 0 0 0 1.2-1l.7-10M8.5 8.5v5M11.5 8.5v5" />
  </Icon>
)

/** A triangle with a stroke in it. */
export const WarningIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 3.5 17.5 16.5h-15L10 3.5ZM10 8.5v3.5M10 14.3v.1" />
  </Icon>
)

/** A chip. */
export const ChipIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="5.5" y="5.5" width="9" height="9" rx="1.5" />
    <path d="M8 2.8v2.7M12 2.8v2.7M8 14.5v2.7M12 14.5v2.7M2.8 8h2.7M2.8 12h2.7M14.5 8h2.7M14.5 12h2.7" />
  </Icon>
)

/** A tick. */
export const CheckIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4.5 10.5 8.3 14.3 15.5 6" strokeWidth="2" />
  </Icon>
)

/** A question mark. */
export const QuestionIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M6.8 7.2a3.2 3.2 0 1 1 4.9 2.7c-1.1.7-1.7 1.2-1.7 2.6M10 15.6v.1" />
  </Icon>
)

/** Two sliders. */
export const SettingsIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 6.5h6.5M13.5 6.5H17M3 13.5h3.5M10.5 13.5H17" />
    <circle cx="11.5" cy="6.5" r="2" />
    <circle cx="8.5" cy="13.5" r="2" />
  </Icon>
)

/** A tray that a note falls into. */
export const SaveIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 3.5h9.5L16.5 6.5v9a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1Z" />
    <path d="M6.5 3.5V7.5h6V3.5M6.5 16.5v-5h7v5" />
  </Icon>
)

/** A lens with a plus. */
export const ZoomInIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8.8" cy="8.8" r="5.3" />
    <path d="M12.8 12.8 17 17M8.8 6.4v4.8M6.4 8.8h4.8" />
  </Icon>
)

/** A lens with a minus. */
export const ZoomOutIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8.8" cy="8.8" r="5.3" />
    <path d="M12.8 12.8 17 17M6.4 8.8h4.8" />
  </Icon>
)

/** Two arrows to two ends. */
export const WholeIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2.5 4.5v11M17.5 4.5v11M5.5 10h9M8 7.2 5.3 10 8 12.8M12 7.2l2.7 2.8L12 12.8" />
  </Icon>
)

/** A folded map. */
export const MapIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 5.5 7.5 3.5l5 2 4.5-2v11l-4.5 2-5-2L3 16.5v-11ZM7.5 3.5v11M12.5 5.5v11" />
  </Icon>
)
