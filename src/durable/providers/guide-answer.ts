/** What the guide says: which question is meant, which passages answer it, and how they are told. Pure but for `look`. */
import { textOf } from '../../shared/parts.ts'
import { inEnglish, isGerman, NOTHING_FOUND, ONLY_ENGLISH } from './guide-german.ts'
import type { Call, Input, Passage } from './spec.ts'
import { termsOf } from './terms.ts'

type Turns = Call['turns']
type Answer = { text: string; passages: Passage[] }
type Look = (query: string) => Promise<Passage[]>

/** Passages that are told in full when they fit about as well as the best one, and their length in UTF-16 units. */
const MAX_TOLD = 3
const MIN_TOLD_SCORE = 0.72
const MAX_TOLD_LENGTH = 2600

/** Passages that are named as well, when they fit at least half as well. */
const MAX_NAMED = 3
const MIN_NAMED_SCORE = 0.45

const WHO = `I am Parley's built-in guide. I look things up in the documentation; there is no language model behind me.`

const TOPICS = `- **Models**: "How do I add an OpenAI key?", "Can I use Ollama?", "What goes into librechat.yaml?"
- **Using the chat**: "How do I edit a message?", "What do the arrows mean?", "Which keyboard shortcuts are there?"
- **Reliability**: "What happens when I reload?", "Is anything lost in a crash?"
- **Running it**: "How do I change the port?", "Where is my data?", "How do I deploy to Cloudflare?"
- **When something fails**: "Why does it say rate limit?", "Why can't the model be reached?"`

const MODELS = `There are three ways to a language model:

1. Put a key into the file \`.env\` (\`OPENAI_API_KEY=…\` or \`ANTHROPIC_API_KEY=…\`) and start Parley again.
2. Run [Ollama](https://ollama.com) on this machine. Its models appear by themselves.
3. Name any OpenAI-compatible server in \`librechat.yaml\`, and start Parley again.

If there are other models already, pick one in the menu "Model".`

/** The answer to the last turn. `look` finds passages, best first. Rejects when `look` does. */
export async function composed(turns: Turns, look: Look): Promise<Answer> {
  const { parts = [] } = turns.at(-1) ?? {}
  const question = textOf(parts).trim()
  if (question === '' && parts.some(({ type }) => type === 'media'))
    return { text: `I cannot look at files. ${WHO} Ask me about:\n\n${TOPICS}`, passages: [] }
  const before = turns.slice(0, -1)
  const first = !before.some(({ role }) => role === 'assistant')
  const small = smallTalk(question, first)
  if (small !== null) return { text: small, passages: [] }
  const german = isGerman(question)
  const found = await find(german ? inEnglish(question) : question, before, look)
  if (found.length === 0)
    return {
      text: german ? `${NOTHING_FOUND}\n\n${TOPICS}\n\n${MODELS}` : nothing(question, first),
      passages: [],
    }
  return told(found, german ? ONLY_ENGLISH : first ? `${WHO} This is what it says:` : null)
}

/** Greetings, thanks, and questions about the guide itself; null for everything else. */
function smallTalk(question: string, first: boolean): string | null {
  const words = question
    .replace(/[^\p{L}\p{N}\s']/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
  if (question === '') return `Ask me something about Parley, for example:\n\n${TOPICS}`
  if (
    /^(hi+|hello|hey+|hiya|howdy|yo|good (morning|day|afternoon|evening)|greetings|hallo|hola|bonjour|salut|ciao|moin|servus)( (there|guide|parley|you|all|everyone|again|friend))*( how are you( today)?)?$/.test(
      words,
    )
  ) {
    return first
      ? `Hello! ${WHO} I can help you with:\n\n${TOPICS}\n\n${MODELS}`
      : `Hello again. What would you like to know about Parley?`
  }
  if (
    /^(thanks|thank you|thx|ty|cheers|danke|merci|gracias)( (a lot|so much|very much|you|guide|for .{0,40}))*$/.test(
      words,
    ) ||
    /^(ok|okay|great|perfect|cool|nice|awesome|good|got it|understood|i see)( (ok|okay|great|perfect|cool|nice|thanks|thank you|got it))*$/.test(
      words,
    )
  ) {
    return `You're welcome. Ask whenever something about Parley is unclear.`
  }
  if (/^(bye|goodbye|good night|see you|ciao|tschüss)( .{0,20})?$/.test(words))
    return `Goodbye. Your conversation is kept.`
  if (ABOUT_ME.test(words))
    return `${WHO} So I cannot write, translate or reason, but I know how Parley is used and set up. Ask me about:\n\n${TOPICS}\n\n${MODELS}`
  return null
}

const ABOUT_ME =
  /^(so )?((what|who|how|which) (can|could|are|do|does) (you|this|the guide|parley guide)( (do|help( me)?( with)?|know|answer|called|work|exactly|here|for me))*|what can i (ask|do)( you| here)*|what is (this|the guide)|help|help me|how (can|do) you help( me)?|are you (an? )?(ai|llm|bot|robot|human|real|chatgpt|gpt|claude|language model)( or .{0,20})?|what (kind of )?(model|ai|llm) are you|i need help)( please)?$/

/** The passages for a question, with the questions before it where it does not stand alone. */
async function find(question: string, before: Turns, look: Look): Promise<Passage[]> {
  const earlier = before.findLast(({ role, parts }) => role === 'user' && termsOf(textOf(parts)).length > 0)
  const subject = earlier ? textOf(earlier.parts) : ''
  if (subject !== '' && MORE.test(question)) return without(await look(subject), before)
  if (subject !== '' && leansOn(question)) {
    const found = await look(`${question} ${subject}`)
    const about = found.filter((passage) => isAbout(passage, subject))
    return about.length > 0 ? about : found
  }
  return look(question)
}

const MORE =
  /^\W*(please )?((tell|show|give) me )?(more|go on|continue|next|what else|anything else|else|details)\b.{0,30}$/i

/** Whether a question needs the one before it: "and on Windows?", "how do I remove it?" */
function leansOn(question: string): boolean {
  const terms = termsOf(question).length
  if (terms === 0) return true
  if (/^\W*(and|but|what about|how about|why)\b/i.test(question) && terms <= 3) return true
  return terms <= 2 && /\b(it|its|that|this|those|these|them|they|there|one)\b/i.test(question)
}

/** Whether a passage has to do with the subject: "turn it off" is in many, but not every one knows what "it" is. */
function isAbout({ title, text }: Passage, subject: string): boolean {
  const words = `${title} ${text}`.toLowerCase()
  // The beginning of a word stands for its forms.
  return termsOf(subject).some((term) => words.includes(term.slice(0, Math.max(4, term.length - 3))))
}

/** The passages that the answers of `turns` did not rest on. */
function without(passages: Passage[], turns: Turns): Passage[] {
  const told = new Set(turns.flatMap(({ parts }) => parts.filter(isSource).map(({ title }) => title)))
  return passages.filter(({ title }) => !told.has(title))
}

const isSource = (part: Input): part is Extract<Input, { type: 'source' }> => part.type === 'source'

/** `before`: what is said first; null: nothing. */
function told(found: readonly Passage[], before: string | null): Answer {
  const best = found[0]?.score ?? 1
  const passages: Passage[] = []
  let length = 0
  for (const passage of found) {
    const fits = passage.score / best >= MIN_TOLD_SCORE && length + passage.text.length <= MAX_TOLD_LENGTH
    if (passages.length > 0 && (!fits || passages.length === MAX_TOLD)) break
    passages.push(passage)
    length += passage.text.length
  }
  const named = found
    .slice(passages.length)
    .filter(
      ({ title, score }) => score / best >= MIN_NAMED_SCORE && !passages.some((told) => told.title === title),
    )
  const titles = [...new Set(named.map(({ title, url }) => `[${title}](${url})`))].slice(0, MAX_NAMED)
  const sections = passages.map(({ title, text }, n) => {
    const continued = n > 0 && passages[n - 1]?.title === title
    return continued ? text : `### ${sectionOf(title)}\n\n${text}`
  })
  const intro = before ? `_${before}_\n\n` : ''
  const more = titles.length > 0 ? `\n\n**See also:** ${titles.join(' · ')}` : ''
  return { text: `${intro}${sections.join('\n\n')}${more}`, passages }
}

const sectionOf = (title: string): string => title.split(' › ').at(-1) ?? title

function nothing(question: string, first: boolean): string {
  const quoted =
    question.length <= 80 && !question.includes('\n')
      ? ` about “${question.replace(/[\\`*_[\]<>]/g, '\\$&')}”`
      : ''
  const who = first ? `${WHO} ` : ''
  return `${who}In the documentation I find nothing${quoted}. I answer questions about Parley, in English, such as:

${TOPICS}

For everything else you need a language model.

${MODELS}`
}
