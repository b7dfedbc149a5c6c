/**
 * The keys that actions have from the start, by the id of the action. Apart from the actions themselves, because the page
 * needs them with its first picture. An action that is not here has no keys until somebody gives it some.
 */
export const DEFAULT_KEYS: Readonly<Record<string, string>> = {
  'palette.open': 'mod+k',
  'shortcuts.open': 'mod+shift+/',
  'chat.new': 'mod+shift+o',
  'chat.temporary': 'mod+shift+y',
  'search.open': 'mod+/',
  'composer.focus': 'shift+escape',
  'model.choose': 'mod+shift+m',
  'model.parameters': 'mod+shift+u',
  'sidebar.toggle': 'mod+shift+s',
  'settings.open': 'mod+shift+,',

  'answer.stop': 'mod+shift+x',
  'answer.interrupt': 'mod+shift+.',
  'answer.regenerate': 'mod+shift+e',
  'answer.continue': 'mod+shift+c',
  'answer.copy': 'mod+shift+;',
  'answer.copyCode': 'mod+shift+k',
  'answer.quote': 'mod+shift+9',
  'answer.previous': 'mod+shift+arrowleft',
  'answer.next': 'mod+shift+arrowright',
  'question.edit': 'mod+shift+i',

  'map.open': 'mod+shift+g',
  'thread.start': 'mod+shift+arrowup',
  'thread.end': 'mod+shift+arrowdown',
  'conversation.previous': 'alt+arrowup',
  'conversation.next': 'alt+arrowdown',
  'conversation.tags': 'mod+shift+b',
  'conversation.archive': 'mod+shift+l',
  'conversation.trash': 'mod+shift+backspace',
}
