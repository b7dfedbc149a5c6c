/** Keeps a mistake in one part of the page from taking the rest with it. */
import { Component, type ComponentChildren } from 'preact'
import { t } from '../i18n/index.ts'
import { Button } from './button.tsx'
import { Problem } from './problem.tsx'

type Props = { children: ComponentChildren }

export class Safe extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  override componentDidCatch(error: unknown): void {
    console.error(error)
    this.setState({ failed: true })
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <Problem title={t('crash.title')} about={t('crash.about')}>
        <Button onClick={() => location.reload()}>{t('action.reload')}</Button>
      </Problem>
    )
  }
}
