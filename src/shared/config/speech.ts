/** Speaking and listening. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'

export const Speech = {
  speech: opt(
    v.object({
      tts: opt(
        v.object({
          allowedAddresses: opt(v.array(v.string()), 'Private host:port exemptions'),
          openai: opt(
            v.object({
              url: opt(v.string(), 'Endpoint URL'),
              apiKey: req(v.string(), 'Key env ref'),
              apiKeyPreview: opt(v.string(), 'Masked preview'),
              model: req(v.string(), 'Model'),
              voices: req(v.array(v.string()), 'Voices offered'),
            }),
            'OpenAI-compatible TTS',
          ),
          azureOpenAI: opt(
            v.object({
              instanceName: req(v.string(), 'Azure instance'),
              apiKey: req(v.string(), 'Key env ref'),
              apiKeyPreview: opt(v.string(), 'Masked preview'),
              deploymentName: req(v.string(), 'Azure deployment'),
              apiVersion: req(v.string(), 'Azure API version'),
              model: req(v.string(), 'Model'),
              voices: req(v.array(v.string()), 'Voices offered'),
            }),
            'Azure TTS',
          ),
          elevenlabs: opt(
            v.object({
              url: opt(v.string(), 'Endpoint URL'),
              websocketUrl: opt(v.string(), 'Streaming WebSocket URL'),
              apiKey: req(v.string(), 'Key env ref'),
              apiKeyPreview: opt(v.string(), 'Masked preview'),
              model: req(v.string(), 'Model'),
              voices: req(v.array(v.string()), 'Voices offered'),
              voice_settings: opt(
                v.object({
                  similarity_boost: opt(v.number(), '0..1'),
                  stability: opt(v.number(), '0..1'),
                  style: opt(v.number(), '0..1'),
                  use_speaker_boost: opt(v.boolean(), 'Boost'),
                }),
                'Voice tuning',
              ),
              pronunciation_dictionary_locators: opt(v.array(v.string()), 'Dictionaries'),
            }),
            'ElevenLabs TTS',
          ),
          localai: opt(
            v.object({
              url: req(v.string(), 'Endpoint URL'),
              apiKey: opt(v.string(), 'Key env ref'),
              apiKeyPreview: opt(v.string(), 'Masked preview'),
              voices: req(v.array(v.string()), 'Voices offered'),
              backend: req(v.string(), 'LocalAI backend'),
            }),
            'LocalAI TTS',
          ),
        }),
        'Text-to-speech provider (exactly one configured)',
      ),
      stt: opt(
        v.object({
          allowedAddresses: opt(v.array(v.string()), 'Private host:port exemptions'),
          openai: opt(
            v.object({
              url: opt(v.string(), 'Endpoint URL'),
              apiKey: req(v.string(), 'Key env ref'),
              apiKeyPreview: opt(v.string(), 'Masked preview'),
              model: req(v.string(), 'Model'),
            }),
            'OpenAI-compatible STT',
          ),
          azureOpenAI: opt(
            v.object({
              instanceName: req(v.string(), 'Azure instance'),
              apiKey: req(v.string(), 'Key env ref'),
              apiKeyPreview: opt(v.string(), 'Masked preview'),
              deploymentName: req(v.string(), 'Azure deployment'),
              apiVersion: req(v.string(), 'Azure API version'),
            }),
            'Azure STT',
          ),
        }),
        'Speech-to-text provider',
      ),
      speechTab: opt(
        v.object({
          conversationMode: opt(v.boolean(), 'Default hands-free mode'),
          advancedMode: opt(v.boolean(), 'Show advanced tab'),
          speechToText: opt(
            v.union([
              v.boolean(),
              v.object({
                engineSTT: opt(v.picklist(['browser', 'external', 'openai', 'azureOpenAI']), 'Engine'),
                languageSTT: opt(v.string(), 'Language'),
                autoTranscribeAudio: opt(v.boolean(), 'Auto stop and transcribe'),
                decibelValue: opt(v.number(), 'Silence threshold dB'),
                autoSendText: opt(v.number(), 'Seconds before auto-send (-1 off)'),
              }),
            ]),
            'Boolean or defaults object',
          ),
          textToSpeech: opt(
            v.union([
              v.boolean(),
              v.object({
                engineTTS: opt(
                  v.picklist(['browser', 'external', 'openai', 'azureOpenAI', 'elevenlabs', 'localai']),
                  'Engine',
                ),
                voice: opt(v.string(), 'Voice'),
                languageTTS: opt(v.string(), 'Language'),
                automaticPlayback: opt(v.boolean(), 'Autoplay'),
                playbackRate: opt(v.pipe(v.number(), v.minValue(0.25), v.maxValue(4)), 'Speed'),
                cacheTTS: opt(v.boolean(), 'Cache audio'),
              }),
            ]),
            'Boolean or defaults object',
          ),
        }),
        "Defaults for users' Speech settings",
      ),
    }),
    'Speech services',
  ),
}
