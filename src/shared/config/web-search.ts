/** Searching the web. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

const Timeout = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120_000))

export const WebSearch = {
  webSearch: opt(
    v.object({
      allowedAddresses: opt(
        v.array(v.string()),
        'Private host:port exemptions for search/scrape/rerank endpoints',
      ),
      serperApiKey: opt(v.string(), 'Serper key env ref', { default: '${SERPER_API_KEY}' }),
      serperApiKeyPreview: opt(v.string(), 'Masked preview'),
      searxngInstanceUrl: opt(v.string(), 'SearXNG base URL env ref', { default: '${SEARXNG_INSTANCE_URL}' }),
      searxngApiKey: opt(v.string(), 'SearXNG key env ref', { default: '${SEARXNG_API_KEY}' }),
      searxngApiKeyPreview: opt(v.string(), 'Masked preview'),
      firecrawlApiKey: opt(v.string(), 'Firecrawl key env ref', { default: '${FIRECRAWL_API_KEY}' }),
      firecrawlApiKeyPreview: opt(v.string(), 'Masked preview'),
      firecrawlApiUrl: opt(v.string(), 'Self-hosted Firecrawl URL', { default: '${FIRECRAWL_API_URL}' }),
      firecrawlVersion: opt(v.string(), 'Firecrawl API version', { default: '${FIRECRAWL_VERSION}' }),
      tavilyApiKey: opt(v.string(), 'Tavily key env ref (search and/or scraper)', {
        default: '${TAVILY_API_KEY}',
      }),
      tavilyApiKeyPreview: opt(v.string(), 'Masked preview'),
      tavilySearchUrl: opt(v.string(), 'Override Tavily search endpoint', {
        default: '${TAVILY_SEARCH_URL}',
      }),
      tavilyExtractUrl: opt(v.string(), 'Override Tavily extract endpoint', {
        default: '${TAVILY_EXTRACT_URL}',
      }),
      jinaApiKey: opt(v.string(), 'Jina reranker key', { default: '${JINA_API_KEY}' }),
      jinaApiKeyPreview: opt(v.string(), 'Masked preview'),
      jinaApiUrl: opt(v.string(), 'Override Jina URL', { default: '${JINA_API_URL}' }),
      cohereApiKey: opt(v.string(), 'Cohere reranker key', { default: '${COHERE_API_KEY}' }),
      cohereApiKeyPreview: opt(v.string(), 'Masked preview'),
      keenableApiKey: opt(v.string(), 'Keenable key, which lifts its limits', {
        default: '${KEENABLE_API_KEY}',
      }),
      keenableApiKeyPreview: opt(v.string(), 'Masked preview'),
      keenableApiUrl: opt(v.string(), 'Another address of Keenable', { default: '${KEENABLE_API_URL}' }),
      searchProvider: opt(
        v.picklist(['serper', 'searxng', 'tavily', 'keenable']),
        'Pin one search provider (else user chooses among configured)',
      ),
      scraperProvider: opt(v.picklist(['firecrawl', 'serper', 'tavily', 'keenable']), 'Pin one scraper'),
      rerankerType: opt(v.picklist(['jina', 'cohere', 'none']), 'Pin reranker; none = skip'),
      scraperTimeout: opt(
        v.pipe(v.number(), v.integer(), v.minValue(0)),
        'ms per scrape (service default 7500)',
      ),
      safeSearch: opt(v.picklist([0, 1, 2]), '0 off / 1 moderate / 2 strict', { default: 1 }),
      firecrawlOptions: opt(
        v.object({
          formats: opt(v.array(v.string()), 'Output formats requested'),
          includeTags: opt(v.array(v.string()), 'HTML tags to keep'),
          excludeTags: opt(v.array(v.string()), 'HTML tags to drop'),
          headers: opt(v.record(v.string(), v.string()), 'Extra request headers'),
          waitFor: opt(v.number(), 'ms to wait for page JS'),
          timeout: opt(v.pipe(v.number(), v.integer(), v.minValue(0)), 'ms timeout'),
          maxAge: opt(v.number(), 'Accept cached page younger than ms'),
          mobile: opt(v.boolean(), 'Emulate mobile'),
          skipTlsVerification: opt(v.boolean(), 'Ignore TLS errors'),
          blockAds: opt(v.boolean(), 'Block ads/popups'),
          removeBase64Images: opt(v.boolean(), 'Strip inline images'),
          parsePDF: opt(v.boolean(), 'Parse PDFs'),
          storeInCache: opt(v.boolean(), 'Let Firecrawl cache result'),
          zeroDataRetention: opt(v.boolean(), 'Request ZDR'),
          location: opt(
            v.object({
              country: opt(v.string(), 'ISO country'),
              languages: opt(v.array(v.string()), 'Preferred languages'),
            }),
            'Geo settings',
          ),
          onlyMainContent: opt(v.boolean(), 'Drop nav/footers'),
          changeTrackingOptions: opt(
            v.object({
              modes: opt(v.array(v.string()), 'Modes'),
              schema: opt(v.record(v.string(), v.unknown()), 'JSON schema for json mode'),
              prompt: opt(v.string(), 'Prompt'),
              tag: opt(v.nullable(v.string()), 'Tag'),
            }),
            'Firecrawl change tracking',
          ),
        }),
        'Pass-through Firecrawl scrape options',
      ),
      searxngSearchOptions: opt(
        v.object({
          engines: opt(v.union([v.string(), v.array(v.string())]), 'Engines, with commas or as a list'),
          language: opt(v.string(), 'Language of results (all)'),
          timeRange: opt(v.picklist(['day', 'month', 'year']), 'Recency'),
          timeout: opt(Timeout, 'ms (10000)'),
        }),
        'SearXNG search options',
      ),
      keenableSearchOptions: opt(
        v.object({
          maxResults: opt(
            v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)),
            'Results of a search (8)',
          ),
          site: opt(v.string(), 'Only this domain'),
          attributionTitle: opt(v.string(), 'Name sent with each request'),
          timeout: opt(Timeout, 'ms'),
        }),
        'Keenable search options',
      ),
      keenableScraperOptions: opt(
        v.object({
          attributionTitle: opt(v.string(), 'Name sent with each request'),
          timeout: opt(Timeout, 'ms'),
        }),
        'Keenable fetch options',
      ),
      tavilySearchOptions: opt(
        v.object({
          searchDepth: opt(v.picklist(['basic', 'advanced', 'fast', 'ultra-fast']), 'Depth tier'),
          maxResults: opt(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)), 'Result cap'),
          includeImages: opt(v.boolean(), 'Return images'),
          includeAnswer: opt(
            v.union([v.boolean(), v.picklist(['basic', 'advanced'])]),
            "Return Tavily's own answer",
          ),
          includeRawContent: opt(
            v.union([v.boolean(), v.picklist(['markdown', 'text'])]),
            'Return page content',
          ),
          includeDomains: opt(v.array(v.string()), 'Allowlist'),
          excludeDomains: opt(v.array(v.string()), 'Blocklist'),
          topic: opt(v.picklist(['general', 'news', 'finance']), 'Topic'),
          timeRange: opt(v.picklist(['day', 'week', 'month', 'year', 'd', 'w', 'm', 'y']), 'Recency'),
          includeImageDescriptions: opt(v.boolean(), 'Image captions'),
          includeFavicon: opt(v.boolean(), 'Favicons'),
          chunksPerSource: opt(
            v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3)),
            'Chunks per source',
          ),
          safeSearch: opt(v.boolean(), 'Tavily safe search (does not inherit the global one)'),
          timeout: opt(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(120000)), 'ms'),
        }),
        'Tavily search options',
      ),
      tavilyScraperOptions: opt(
        v.object({
          extractDepth: opt(v.picklist(['basic', 'advanced']), 'Depth'),
          includeImages: opt(v.boolean(), 'Return images'),
          includeFavicon: opt(v.boolean(), 'Favicons'),
          format: opt(v.picklist(['markdown', 'text']), 'Output format'),
          timeout: opt(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(120000)), 'ms'),
        }),
        'Tavily extract options',
      ),
    }),
    'Built-in web_search tool: provider + scraper + reranker',
  ),
}
