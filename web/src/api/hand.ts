let touched = Date.now()

/** For how many seconds nobody has touched the page. */
export const untouchedFor = () => Math.floor((Date.now() - touched) / 1000)

if (typeof window !== 'undefined') {
  for (const hand of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
    window.addEventListener(
      hand,
      () => {
        touched = Date.now()
      },
      { capture: true, passive: true },
    )
  }
}
