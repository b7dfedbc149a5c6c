/** Reading text out of images and scanned documents. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const Ocr = {
  ocr: opt(
    v.object({
      allowedAddresses: opt(
        v.array(v.string()),
        'Private host:port exemptions from SSRF blocking for the OCR base URL',
      ),
      mistralModel: opt(v.string(), 'Model/deployment name sent to the OCR API'),
      apiKey: opt(v.string(), 'OCR key (env reference)', { default: '${OCR_API_KEY}' }),
      apiKeyPreview: opt(
        v.string(),
        'Write-back masked preview (admin panel/secrets encryption), never entered by hand',
      ),
      baseURL: opt(v.string(), 'OCR API base URL (env reference)', { default: '${OCR_BASEURL}' }),
      strategy: opt(
        v.picklist([
          'mistral_ocr',
          'custom_ocr',
          'azure_mistral_ocr',
          'vertexai_mistral_ocr',
          'document_parser',
        ]),
        'Which extractor to use; document_parser = local text parser, no external OCR',
        { default: 'mistral_ocr' },
      ),
    }),
    'OCR service block; presence enables OCR-backed text extraction',
  ),
}
