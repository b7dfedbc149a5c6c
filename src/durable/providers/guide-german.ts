/**
 * Questions in German, for the guide: the documentation is in English, so their words are looked up by what they are called
 * there, and whoever asks is told why the answer is in another language.
 */

const SPOKEN =
  /(?<!\p{L})(wie|was|wer|wo|wann|warum|welche[rsnm]?|kann|könnte|muss|ich|mein|meine[rnms]?|ist|sind|und|oder|der|die|das|den|dem|ein|eine[rnms]?|nicht|mit|für|ohne|gibt|geht|werden|wird|hilfe|hallo|danke|bitte)(?!\p{L})/giu

/** Whether a question is in German: two of its small words, or one where it is short. */
export function isGerman(question: string): boolean {
  const said = question.slice(0, 2000)
  const small = said.match(SPOKEN)?.length ?? 0
  const words = said.match(/\p{L}+/gu)?.length ?? 0
  return small >= 2 || (small === 1 && words <= 3 && !/^(die|was)$/iu.test(said.match(SPOKEN)?.[0] ?? ''))
}

/** The beginning of a German word, and what the documentation calls that. */
const CALLED: readonly (readonly [RegExp, string])[] = [
  [/^(schlüssel|api-?schlüssel)/, 'key'],
  [/^anbieter/, 'provider'],
  [/^modell/, 'model'],
  [/^(hinzufüg|füge$|einricht|verbind)/, 'add'],
  [/^(tastenkürzel|tastatur|kürzel)/, 'keyboard shortcuts'],
  [/^(bearbeit|änder)/, 'edit'],
  [/^(lösch|entfern)/, 'delete'],
  [/^papierkorb/, 'trash'],
  [/^(nachricht)/, 'message'],
  [/^(unterhaltung|gespräch|chats?$)/, 'conversation'],
  [/^such/, 'search'],
  [/^(pfeil)/, 'arrows versions'],
  [/^zweig|^verzweig/, 'branches'],
  [/^kopier/, 'copy'],
  [/^(lesezeichen)/, 'bookmarks'],
  [/^(projekt|ordner)/, 'projects'],
  [/^vorlage/, 'preset'],
  [/^(befehl)/, 'command'],
  [/^(vergleich)/, 'compare'],
  [/^(kosten|preis|verbrauch)/, 'usage cost'],
  [/^(daten|gespeichert|speicher)/, 'data stored'],
  [/^(sicherung)/, 'backup'],
  [/^(passwort|kennwort)/, 'password'],
  [/^(anmeld)/, 'sign in'],
  [/^(abmeld)/, 'sign out'],
  [/^(konto|konten|registrier)/, 'account registration'],
  [/^(neu(laden|start))/, 'reload restart'],
  [/^(absturz|abstürz|verlier|verloren)/, 'crash lost'],
  [/^(fehler)/, 'error'],
  [/^(verbindung|offline)/, 'connection offline'],
  [/^(bild|foto|photo|screenshot|bildschirmfoto|aufnahme$)/, 'picture attach'],
  [/^(pdf|dokument)/, 'PDF attach'],
  [/^(ton$|tonaufnahme|audio|sound|sprachnachricht)/, 'sound attach'],
  [/^(dateien|datei|häng|anhäng|anhang|angehäng|hochlad|hochgeladen|büroklammer)/, 'files attach'],
  [/^(einfüg|eingefüg)/, 'paste'],
  [/^(schick|send|gesendet|geschickt)/, 'send'],
  [/^(sprache)/, 'language'],
  [/^(einstellung)/, 'settings'],
  [/^(exportier)/, 'export'],
  [/^(tabelle)/, 'table'],
  [/^(temporär)/, 'temporary'],
  [/^(zusammenfass)/, 'summary'],
]

/** The question in the words of the documentation. What has no other name there stays: `OPENAI_API_KEY`, Ollama, Port. */
export function inEnglish(question: string): string {
  return (
    question
      .slice(0, 2000)
      .replace(SPOKEN, ' ')
      .match(/[\p{L}\p{N}_.-]+/gu) ?? []
  )
    .map((word) => CALLED.find(([start]) => start.test(word.toLowerCase()))?.[1] ?? word)
    .join(' ')
}

export const ONLY_ENGLISH =
  'Ich bin der eingebaute Führer und kein Sprachmodell. Die Dokumentation, in der ich nachschlage, gibt es nur auf Englisch; das hier passt am besten zu Ihrer Frage:'

export const NOTHING_FOUND = `Dazu finde ich leider nichts. Die Dokumentation, in der ich nachschlage, gibt es nur auf Englisch, und ich bin kein Sprachmodell: Auf Englisch gefragt finde ich mehr, zum Beispiel:`
