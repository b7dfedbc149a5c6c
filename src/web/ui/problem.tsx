/** A page or a part of it that has nothing to show: what happened, what it means, what to do. */
import type { ComponentChildren } from 'preact'

type Props = { title: string; about: string; children?: ComponentChildren }

export function Problem({ title, about, children }: Props) {
  return (
    <section class="problem">
      <h1>{title}</h1>
      <p>{about}</p>
      {children}
    </section>
  )
}
