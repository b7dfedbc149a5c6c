/** What people ask in their first hour, and the passage that must answer it. */
import { describe, expect, it } from 'vitest'
import { seeded } from './documentation.ts'

const knowledge = seeded()

/** Question, and the beginning of the URL of the first passage, or of one of the first two. */
const GOLDEN: [string, string][] = [
  ['How do I save a prompt with variables?', '/docs/prompts'],
  ['prompts library slash command', '/docs/prompts#call-a-prompt-with-a-slash'],
  ['Can I import my prompts from LibreChat?', '/docs/prompts#export-and-import-prompts'],
  ['url parameters to start a chat with a message', '/docs/prompts#begin-a-chat-by-a-link'],
  // The starters on the empty page.
  ['What can I do with Parley, and how do I set it up?', '/docs/start#overview'],
  [
    'How do I add a model with an API key, or one that runs on this machine?',
    '/docs/models#how-to-add-a-model',
  ],
  ['How do I add an OpenAI key?', '/docs/models#add-openai'],
  ['openai api key', '/docs/models#add-openai'],
  ['where do i put my gpt key', '/docs/models#add-openai'],
  ['Add Claude', '/docs/models#add-anthropic'],
  ['anthropic', '/docs/models#add-anthropic'],
  ['Can I use Ollama?', '/docs/models#use-ollama'],
  ['how to run local models like llama', '/docs/models#use-ollama'],
  ['What goes into librechat.yaml?', '/docs/configuration#the-file-librechatyaml'],
  ['how do i connect groq', '/docs/models#add-another-server'],
  ['lm studio', '/docs/models#add-another-server'],
  ['custom endpoint headers', '/docs/models#keys-of-a-custom-endpoint'],
  ['How do I edit a message?', '/docs/chat#edit-a-message'],
  ['What do the arrows mean?', '/docs/chat#branches'],
  ['branches', '/docs/chat#branches'],
  ['regenerating an answer', '/docs/chat#regenerate'],
  ['how to stop', '/docs/chat#stop-an-answer'],
  ['Which keyboard shortcuts are there?', '/docs/chat#keyboard-shortcuts'],
  ['Can I send a picture?', '/docs/chat#attach-pictures'],
  ['upload a pdf', '/docs/chat#attach-pictures'],
  ['paste a screenshot', '/docs/chat#attach-pictures'],
  ['attach a photo', '/docs/chat#attach-pictures'],
  ['dark mode', '/docs/chat#themes'],
  ['change theme', '/docs/chat#themes'],
  ['change the language', '/docs/chat#language'],
  ['delete a conversation', '/docs/chat#find-rename-and-delete'],
  ['rename chat', '/docs/chat#find-rename-and-delete'],
  ['What happens when I reload?', '/docs/reliability#what-happens-when-i-reload'],
  ['Is anything lost in a crash?', '/docs/reliability#'],
  ['what if the server is killed', '/docs/reliability#what-happens-when-the-server-crashes'],
  ['internet connection drops', '/docs/reliability#what-happens-when-the-network'],
  ['How do I change the port?', '/docs/start#change-the-port'],
  ['Where is my data?', '/docs/data#where-my-data-is'],
  ['backup', '/docs/data#backup'],
  ['How do I deploy to Cloudflare?', '/docs/deploy#deploy-to-cloudflare'],
  ['nginx https', '/docs/deploy#behind-a-reverse-proxy'],
  ['systemd service', '/docs/deploy#keep-it-running'],
  ['access from my phone', '/docs/start#use-it-from-your-phone'],
  ['Why does it say rate limit?', '/docs/troubleshooting#the-provider-asks-us-to-slow-down'],
  ["Why can't the model be reached?", '/docs/troubleshooting#the-provider-cannot-be-reached'],
  ['my ollama models do not show up', '/docs/troubleshooting#my-models-do-not-appear'],
  ['429', '/docs/troubleshooting#the-provider-asks-us-to-slow-down'],
  ['key was refused', '/docs/troubleshooting#the-key-for-this-model'],
  ['how do I disable sign up', '/docs/accounts#close-registration'],
  ['forgot password', '/docs/accounts#forgotten'],
  ['sign out other devices', '/docs/accounts#see-where-you-are-signed-in'],
  ['who can see my chats? privacy', '/docs/accounts#'],
  ['telemetry', '/docs/accounts#privacy'],
  ['stream answers over SSE with the API', '/docs/api#'],
  ['openapi', '/docs/api#overview'],
  ['how do i get a token with curl', '/docs/api#get-a-token'],
  ['environment variables', '/docs/configuration#environment-variables'],
  ['update to a newer version', '/docs/start#update'],
  ['keybord shortcutz', '/docs/chat#keyboard-shortcuts'],
]

describe('retrieval', () => {
  it.each(GOLDEN)('%s', (question, url) => {
    const urls = knowledge.passages(question).map((passage) => passage.url)
    expect(
      urls.slice(0, 2).some((found) => found.startsWith(url)),
      urls.join('\n'),
    ).toBe(true)
  })

  it('has the right passage first for nine of ten', () => {
    const first = GOLDEN.filter(([question, url]) => knowledge.passages(question)[0]?.url.startsWith(url))
    expect(first.length / GOLDEN.length).toBeGreaterThanOrEqual(0.9)
  })

  it.each([
    'What is the capital of France?',
    'Write a poem about cats',
    'translate good morning into japanese please',
    'solve x^2 = 4',
    'Wie spät ist es?',
    '🦜🎈',
    '',
    'the and of to',
  ])('finds nothing for: %s', (question) => {
    expect(knowledge.passages(question)).toEqual([])
  })
})
