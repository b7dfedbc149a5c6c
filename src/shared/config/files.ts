/** Where files are kept and how large they may be. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'

const Backend = v.picklist(['local', 'firebase', 's3', 'azure_blob', 'cloudfront'])

const Backends = v.object({
  default: opt(Backend, 'Fallback'),
  avatar: opt(Backend, 'Avatars'),
  image: opt(Backend, 'Images'),
  document: opt(Backend, 'Documents'),
  skills: opt(Backend, 'Skill files'),
})

/** For all endpoints or for one of them. */
const textFallbackWithoutTools = opt(
  v.boolean(),
  'Send the text of an attachment where no tool can read its type',
)

export const Files = {
  fileStrategy: opt(v.union([Backend, Backends]), 'Single storage backend, or one for each type', {
    default: 'local',
  }),
  fileStrategies: opt(Backends, 'Per-type storage backend (overrides fileStrategy)'),
  cloudfront: opt(
    v.object({
      domain: req(v.pipe(v.string(), v.url('must be a URL')), 'Distribution URL'),
      distributionId: opt(v.string(), 'For invalidations'),
      invalidateOnDelete: opt(v.boolean(), 'Invalidate on delete', { default: false }),
      imageSigning: opt(v.picklist(['none', 'cookies', 'url']), 'Signing mode', { default: 'none' }),
      urlExpiry: opt(v.pipe(v.number(), v.gtValue(0)), 'Signed URL seconds', { default: 3600 }),
      cookieExpiry: opt(
        v.pipe(v.number(), v.gtValue(0), v.maxValue(604800)),
        'Signed cookie seconds (≤7 d)',
        { default: 1800 },
      ),
      cookieDomain: opt(v.pipe(v.string(), v.minLength(1)), 'Cookie domain (required for cookies)'),
      storageRegion: opt(v.pipe(v.string(), v.minLength(1)), 'Region label for multi-region storage'),
      includeRegionInPath: opt(v.boolean(), 'Region in key', { default: false }),
      requireSignedAccess: opt(v.boolean(), 'Refuse unsigned access', { default: false }),
    }),
    'CloudFront delivery for S3',
  ),
  fileConfig: opt(
    v.object({
      endpoints: opt(
        v.record(
          v.string(),
          v.object({
            disabled: opt(v.boolean(), 'No uploads for endpoint', { works: true }),
            fileLimit: opt(v.pipe(v.number(), v.minValue(0)), 'Files per message (default 10)', {
              works: true,
            }),
            fileSizeLimit: opt(v.pipe(v.number(), v.minValue(0)), 'MB per file; there is no more than 5', {
              works: true,
            }),
            totalSizeLimit: opt(v.pipe(v.number(), v.minValue(0)), 'MB per message', { works: true }),
            supportedMimeTypes: opt(v.array(v.string()), 'Regex list', { works: true }),
            textFallbackWithoutTools,
          }),
        ),
        'Per endpoint name (or `default`) limits',
      ),
      skills: opt(
        v.object({
          fileSizeLimit: opt(v.pipe(v.number(), v.minValue(0)), 'MB (default 50)'),
          importCleanupConcurrency: opt(
            v.pipe(v.number(), v.integer(), v.minValue(1)),
            'Files deleted at once after an import that failed',
            { default: 8 },
          ),
        }),
        'Skill import',
      ),
      serverFileSizeLimit: opt(v.pipe(v.number(), v.minValue(0)), 'MB hard cap', { works: true }),
      avatarSizeLimit: opt(v.pipe(v.number(), v.minValue(0)), 'MB (default 2)'),
      fileTokenLimit: opt(
        v.pipe(v.number(), v.minValue(0)),
        'Max tokens of file text in prompt (default 100000)',
        { works: true },
      ),
      textFallbackWithoutTools,
      fileContextSizeLimit: opt(
        v.pipe(v.number(), v.minValue(0)),
        'MB of attachments that go to a model in one turn (128)',
      ),
      fileContextCharLimit: opt(
        v.pipe(v.number(), v.minValue(0)),
        'Characters of text of files that go to a model in one turn (1000000)',
      ),
      imageGeneration: opt(
        v.object({
          percentage: opt(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 'By %'),
          px: opt(v.pipe(v.number(), v.minValue(0)), 'By px'),
        }),
        'Downscale generated images',
      ),
      clientImageResize: opt(
        v.object({
          enabled: opt(v.boolean(), 'Whether pictures are scaled down', { default: true, works: true }),
          maxWidth: opt(v.pipe(v.number(), v.minValue(1)), 'px', { default: 2048, works: true }),
          maxHeight: opt(v.pipe(v.number(), v.minValue(1)), 'px', { default: 2048, works: true }),
          quality: opt(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 'JPEG quality', {
            default: 0.92,
            works: true,
          }),
        }),
        'Pictures are scaled down in the browser before they are sent',
      ),
      ocr: opt(
        v.object({
          supportedMimeTypes: opt(v.array(v.string()), 'Types sent to OCR'),
        }),
        'OCR routing',
      ),
      text: opt(
        v.object({
          supportedMimeTypes: opt(v.array(v.string()), 'Types parsed as text'),
        }),
        'Text-parse routing',
      ),
    }),
    'Upload limits, sizes in MB',
  ),
  imageOutputType: opt(
    v.picklist(['png', 'webp', 'jpeg']),
    'Format generated/uploaded images are converted to',
    { default: 'png' },
  ),
  secureImageLinks: opt(v.boolean(), 'Require auth cookie/signature for /images/* files'),
}
