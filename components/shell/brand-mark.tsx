/** The mark: a tuning eye, its dark fan almost closed. */
export const BrandMark = () => (
  <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true">
    <circle cx="15" cy="15" r="14" fill="var(--glass)" stroke="var(--glass-line)" />
    <path d="M15 15 8.2 24.4A11.6 11.6 0 1 1 21.8 24.4Z" fill="var(--phosphor)" />
    <circle cx="15" cy="15" r="4.2" fill="var(--glass)" />
  </svg>
)
