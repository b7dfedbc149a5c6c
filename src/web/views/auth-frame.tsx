/** What the pages before the door have in common: the sign, a title, a narrow column. */
import type { ComponentChildren } from 'preact'
import { useDoor } from '../context.ts'
import { Mark } from '../ui/mark.tsx'
import { Legal } from './legal.tsx'

type Props = {
  title: string
  about?: string | undefined
  notice?: string | undefined
  children: ComponentChildren
}

export function AuthFrame({ title, about, notice, children }: Props) {
  return (
    <main class="auth">
      <div class="auth-column">
        <Mark size={40} />
        <h1>{title}</h1>
        {about && <p class="auth-about">{about}</p>}
        {notice && (
          <p class="auth-notice" role="status">
            {notice}
          </p>
        )}
        {children}
        <Legal config={useDoor().config} />
      </div>
    </main>
  )
}
