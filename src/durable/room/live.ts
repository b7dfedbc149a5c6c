/**
 * Which conversations of this isolate are writing an answer right now. The process manager asks before it ends the
 * process, so that their drafts are flushed. Ids only: objects never reach into each other.
 */
export const liveConversations = new Set<string>()
