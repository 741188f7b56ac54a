const drawings = {
  cases: 'M4 7.5h16v11H4zM9 7.5V5h6v2.5M4 12.5h16',
  detections: 'M12 4a8 8 0 1 0 8 8M12 8a4 4 0 1 0 4 4M12 12l7-7',
  search: 'M10.5 5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 1 0 0-11zM15 15l5 5',
  close: 'M6 6l12 12M18 6L6 18',
  user: 'M12 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7zM5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5',
  logout: 'M10 4.5H5v15h5M15 8l4 4-4 4M19 12H9.5',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 1 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  screen: 'M3.5 5h17v11.5h-17zM9 20h6M12 16.5V20',
  up: 'M12 19V6M6.5 11.5 12 6l5.5 5.5',
  down: 'M12 5v13M6.5 12.5 12 18l5.5-5.5',
  chevron: 'M9 6l6 6-6 6',
  out: 'M13.5 4.5h6v6M19.5 4.5 11 13M17 14v5.5H4.5V7H10',
  device: 'M4 5.5h16v10H4zM2.5 19h19',
  opened: 'M12 5v14M5 12h14',
  changed: 'M4 9h13l-3.5-3.5M20 15H7l3.5 3.5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  key: 'M8 12a4 4 0 1 0 0 .1M12 12h9M18 12v3.5',
  help: 'M9 9.2a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1-1.4 2.1M12 17.5v.1',
  automatic: 'M12 3.5v4M12 16.5v4M5 8.5h14v7H5zM9 12h6',
  warning: 'M12 4 3 19.5h18zM12 10v4.5M12 17v.1',
  grip: 'M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1',
  more: 'M5.5 12v.1M12 12v.1M18.5 12v.1',
  check: 'M5 12.5 10 17.5 19 7',
  comment: 'M4 5h16v11H11l-5 4v-4H4z',
  removed: 'M5 12h14',
  linked:
    'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 1 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 1 0 5.7 5.7l1-1',
  merge: 'M7 4v5c0 3 5 3 5 7v4M17 4v5c0 3-5 3-5 7',
  split: 'M12 4v5c0 4-6 3-6 8v3M12 9c0 4 6 3 6 8v3',
  undo: 'M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4',
  insights: 'M4 20h16M7 16v-5M12 16V6M17 16v-8',
  seal: 'M12 3.5a6 6 0 1 0 0 12 6 6 0 1 0 0-12zM9.5 9.7l1.8 1.8 3.4-3.6M8.5 14.5V21l3.5-2 3.5 2v-6.5',
  sources: 'M5 12a7 7 0 0 1 14 0M8.5 12a3.5 3.5 0 0 1 7 0M12 12v.1M12 12v8',
  chain: 'M3 8h5l3 4-3 4H3l3-4zM11 8h5l3 4-3 4h-5l3-4z',
  plus: 'M12 5v14M5 12h14',
  pencil: 'M5 19l1-4L16.5 4.5l3 3L9 18zM14 7l3 3',
  settings: 'M4 7h8M16 7h4M14 5v4M4 12h3M11 12h9M9 10v4M4 17h10M18 17h2M16 15v4',
  command: 'M5 8l4 4-4 4M12 16h7',
} as const

export type IconName = keyof typeof drawings

/** A line drawing in the colour of the text around it; it says nothing to a screen reader. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={drawings[name]} />
    </svg>
  )
}
