import type { CaseDetail } from '../../api/records'
import { Foreign } from '../../ui/Foreign'
import css from './Overview.module.css'

/** The checklist that the case began with (P5, P7). */
export function StageList({ stages }: { stages: CaseDetail['stages'] }) {
  return (
    <ol>
      {stages.map((stage, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stages have no other name than their place
        <li key={i} className={css.stage}>
          <h3>
            <Foreign text={stage.title} most={200} />
          </h3>
          <ol>
            {stage.tasks.map((task, j) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: tasks have no other name than their place
              <li key={j} className={css.task}>
                <span className={css.box} aria-hidden="true" />
                <div>
                  <Foreign text={task.title} most={300} />
                  {task.instructions && (
                    <p className={css.how}>
                      <Foreign text={task.instructions} most={400} unfolds />
                    </p>
                  )}
                </div>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  )
}
