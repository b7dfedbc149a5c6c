/** The combobox of Zag, with a field that never takes back what was typed. */
import { machine } from '@zag-js/combobox'

const { implementations } = machine
const sync = implementations?.actions?.syncInputValue

/**
 * The machine writes what it knows into the field after each change, a picture later: a letter that came meanwhile would
 * be gone. What was typed stands there already.
 */
export const typed: typeof machine = {
  ...machine,
  implementations: {
    ...implementations,
    actions: {
      ...implementations?.actions,
      syncInputValue: (params) => {
        if (params.event.current().type !== 'INPUT.CHANGE') sync?.(params)
      },
    },
  },
}
