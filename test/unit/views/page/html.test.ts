import assert from 'node:assert/strict';
import { newNonce, pageOf } from '../../../../src/views/page/html';

const parts = {
  nonce: 'abc',
  cspSource: "'self' https://*.example",
  script: 'https://x/main.js',
  style: 'https://x/runView.css',
  title: 'Last <Run>',
  language: 'en',
  translations: { hint: '"><script>alert(1)</script>&amp;' },
};

describe('pageOf', () => {
  it('returns a document whose policy allows only its own script and style', () => {
    const html = pageOf(parts);
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    assert.equal(policy, "default-src 'none'; script-src 'nonce-abc'; style-src 'self' https://*.example");
    assert.doesNotMatch(html, /unsafe-/);
  });

  it('returns a document with one script, no inline style, and no markup from its translations', () => {
    const html = pageOf(parts);
    assert.deepEqual(html.match(/<script[^>]*>/g), ['<script nonce="abc" src="https://x/main.js" defer>']);
    assert.doesNotMatch(html, /<style|style="| on\w+=/);
    const [, translations] = /data-translations="([^"]*)"/.exec(html) ?? [];
    const plain = translations
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    assert.deepEqual(JSON.parse(plain), parts.translations);
  });
});

describe('newNonce', () => {
  it('returns a different nonce each time', () => {
    assert.match(newNonce(), /^[0-9a-f]{32}$/);
    assert.notEqual(newNonce(), newNonce());
  });
});
