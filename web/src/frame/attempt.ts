import { Problem } from '../api/problem'
import { say } from '../ui/toasts'

/** What is said of something that was done. */
interface Told {
  text: string
  undo?: () => void
}

/** Does something and says so where there is something to say, with a way back, or why it was refused. Answers whether it was done. */
export async function attempt<T>(
  topic: string,
  deed: () => Promise<T>,
  tell: (came: T) => Told | undefined,
): Promise<boolean> {
  try {
    const told = tell(await deed())
    if (told) say({ ...told, topic })
    return true
  } catch (e) {
    if (!(e instanceof Problem)) throw e
    say({ text: e.message, bad: true, topic })
    return false
  }
}
