import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { csvField, escapedMarkup, markdownCell, scriptJson } from '../../../../src/attention/drawing/escape';
import { exactNumber, type Snapshot } from '../../../../src/attention/drawing/snapshot';
import { type Figure, labelStep, shortened, textMark, widthOf } from '../../../../src/attention/drawing/figure';
import { headColor } from '../../../../src/attention/drawing/headColors';
import { headsFigure } from '../../../../src/attention/drawing/headsFigure';
import { htmlPageOf } from '../../../../src/attention/export/htmlPage';
import { linesFigure } from '../../../../src/attention/drawing/linesFigure';
import { matrixFigure, type MatrixStyle } from '../../../../src/attention/drawing/matrixFigure';
import { PRINT_COLORS } from '../../../../src/attention/drawing/colors';
import { matrixAt } from '../../../../src/attention/drawing/pixels';
import { packed, recordJson, type RecordDocument } from '../../../../src/attention/export/json';
import { colorTable } from '../../../../src/attention/drawing/scale';
import { svgOf } from '../../../../src/attention/drawing/svg';
import { csvOf, markdownOf } from '../../../../src/attention/export/tables';
import { cross, letters, matrix, tokens } from '../records';

const HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</title></svg>', '=1+1', '| & `x` \\'];
const style: MatrixStyle = {
  colors: PRINT_COLORS,
  table: colorTable('paper', PRINT_COLORS),
  range: { most: 1, power: 1 },
  format: weight => weight.toFixed(2),
};
const names = { head: 'Head', token: 'Token' };
const words = {
  head: 'Head',
  placeholders: 'Placeholders',
  hint: 'Point',
  attendsTo: '{0} > {1} {2}',
  isAttendedBy: '{0} < {1} {2}',
};

function snapshotOf(record: Snapshot['record'], texts: Partial<Snapshot> = {}): Snapshot {
  const heads = [...Array(record.heads).keys()];
  return {
    ...{ title: 'Translate', caption: 'Cross-attention, layer 1', model: 'Model', record, layer: 0, heads },
    headNames: heads.map(head => `Head ${head + 1}`),
    query: { text: 'ab', language: 'de', name: 'Queries: target' },
    key: { text: 'abc', language: 'en', name: 'Keys: source' },
    placeholders: [],
    ...texts,
  };
}

const small = snapshotOf(
  matrix('cross', [
    [0.5, 0.25, 0.25],
    [0, 1, 0],
  ]),
);
const twoHeads = snapshotOf({ ...cross, layers: 1, weights: cross.weights.slice(0, 12) });
const hostile = snapshotOf(
  matrix(
    'cross',
    HOSTILE.map(() => HOSTILE.map(() => 0.2)),
    tokens(...HOSTILE),
    tokens(...HOSTILE),
  ),
  { title: HOSTILE[0], caption: HOSTILE[1], model: HOSTILE[2], headNames: [HOSTILE[0]] },
);

describe('escaping', () => {
  it('leaves no markup in XML text, and no character that XML forbids', () => {
    assert.equal(escapedMarkup(`<a b="c">'&`), '&#60;a b=&#34;c&#34;&#62;&#39;&#38;');
    assert.equal(escapedMarkup('a\u0000\ud800b\u001b'), 'a\ufffd\ufffdb\ufffd');
  });

  it('prefixes CSV fields that a spreadsheet would read as formulas', () => {
    for (const text of ['=1', '+1', '-1', '@x', '\t=1', ' =1', '\u0000=1', '＝1', '\rx']) {
      assert.ok(csvField(text).startsWith(`"'`), JSON.stringify(text));
    }
    assert.equal(csvField('a "b", c'), '"a ""b"", c"');
    assert.equal(csvField('it'), '"it"');
  });

  it('leaves nothing in a Markdown cell that Markdown would interpret', () => {
    assert.equal(markdownCell('a|b\n*c*'), 'a&#124;b &#42;c&#42;');
    assert.ok(!/[<>@[\]`$]|www\.|:\//.test(markdownCell('<b>@me [x](y) `z` $1$ http://a www.b.c')));
  });

  it('leaves nothing in JSON that ends a script element', () => {
    const json = scriptJson({ a: '</script><!--' });
    assert.ok(!/[<>]/.test(json));
    assert.deepEqual(JSON.parse(json), { a: '</script><!--' });
  });
});

describe('an exported figure in SVG', () => {
  it('of a matrix has labels and numbers as text, and a shape for each run of equal cells', () => {
    const svg = svgOf(matrixFigure(small, style));
    for (const text of ['>a<', '>b<', '>c<', '>0.50<', '>1.00<', '>Translate<']) assert.ok(svg.includes(text), text);
    // 0.25 and 0 are the most frequent weights. The rectangle below all paths has the color of 0.25; this path is of 0.
    assert.match(svg, /<path fill="#ffffff" d="M0 1h1v1h-1zM2 1h1v1h-1z"\/>/);
    assert.ok(!/<script|href|style=|<image|foreignObject| on\w+=/i.test(svg));
  });

  it('of several heads has a legend with their names', () => {
    assert.match(svgOf(matrixFigure(twoHeads, style)), />Head 1<[\s\S]*>Head 2</);
    const lines = svgOf(linesFigure(twoHeads, { colors: PRINT_COLORS, least: 0.3 }));
    assert.match(lines, />Head 1<[\s\S]*>Head 2</);
    // The weights of both heads above the threshold.
    assert.equal(lines.match(/<path/g)?.length, [...twoHeads.record.weights].filter(weight => weight >= 0.3).length);
    assert.match(lines, /stroke-dasharray/);
  });

  it('of several heads has a bar for each head in every cell that has room', () => {
    const figure = matrixFigure(twoHeads, style);
    assert.ok(figure.marks.every(({ kind }) => kind !== 'cells'));
    const [first, second] = [0, 1].map(head => headColor(head, 'light'));
    const bars = figure.marks.filter(mark => mark.kind === 'box' && [first, second].includes(mark.fill ?? ''));
    // All weights of both heads are high enough for a bar, and the legend has two swatches.
    assert.equal(bars.length, 12 + 2);
    const many = { ...twoHeads, heads: [...Array(16).keys()] };
    const record = { ...twoHeads.record, heads: 16, weights: new Float32Array(16 * 6) };
    assert.ok(matrixFigure({ ...many, record }, style).marks.some(({ kind }) => kind === 'cells'));
  });

  it('of many heads has a thumbnail and a label for each head, in rows', () => {
    const picture = matrixAt(small.record.weights, 2, 3, 0);
    const heads = Array.from({ length: 5 }, (_, head) => ({ picture, label: `1 · ${head + 1}` }));
    const figureStyle = {
      colors: PRINT_COLORS,
      table: style.table,
      title: HOSTILE[0],
      caption: 'All heads',
      columns: 3,
    };
    const { marks, title } = headsFigure(heads, figureStyle);
    const places = marks.flatMap(mark => (mark.kind === 'cells' ? [[mark.x, mark.y]] : []));
    assert.equal(new Set(places.map(([x]) => x)).size, 3);
    assert.equal(new Set(places.map(([, y]) => y)).size, 2);
    assert.equal(title, `${HOSTILE[0]}. All heads`);
    assert.ok(svgOf(headsFigure(heads, figureStyle)).includes('>1 · 5<'));
  });

  it('of lines may be restricted to some queries', () => {
    const count = (figure: Figure): number => figure.marks.filter(({ kind }) => kind === 'curve').length;
    assert.equal(count(linesFigure(small, { colors: PRINT_COLORS, least: 0 })), 4);
    assert.equal(count(linesFigure(small, { colors: PRINT_COLORS, least: 0, rows: [1] })), 1);
  });

  it('of lines has the keys at the left, as on the page', () => {
    const { marks } = linesFigure(small, { colors: PRINT_COLORS, least: 0 });
    const ends = marks.flatMap(mark => (mark.kind === 'text' && mark.anchor === 'end' ? mark.text : []));
    assert.deepEqual(ends, ['Keys: source', ...small.record.sources.map(({ text }) => text)]);
  });

  it('has the model’s name in a line of its own if the caption leaves no room for it', () => {
    assert.ok(svgOf(matrixFigure(small, style)).includes(`>${small.caption} · ${small.model}<`));
    const model = 'A model with a name that is long';
    const caption = 'Target to source, layer 1, heads 1, 2, 3, 4';
    const svg = svgOf(matrixFigure({ ...small, caption, model }, style));
    for (const line of [caption, model]) assert.ok(svg.includes(`>${line}<`), line);
  });

  it('contains markup from texts as plain text', () => {
    for (const figure of [matrixFigure(hostile, style), linesFigure(hostile, { colors: PRINT_COLORS, least: 0 })]) {
      const svg = svgOf(figure);
      assert.equal(svg.match(/<\/svg>/g)?.length, 1);
      assert.ok(!/<script|<img/.test(svg));
    }
  });

  it('omits labels that have no room, and shortens long labels', () => {
    const many = Array.from({ length: 512 }, () => 'word');
    const weights = new Float32Array(512 * 512);
    const record = { ...small.record, targets: tokens(...many), sources: tokens(...many), weights };
    const svg = svgOf(matrixFigure(snapshotOf(record), style));
    assert.ok((svg.match(/<text/g)?.length ?? 0) < 300);
    assert.deepEqual(
      [1, 13, 26, 40].map(room => labelStep(13, room)),
      [1, 1, 2, 5],
    );
    assert.ok(widthOf(shortened('x'.repeat(100), 12, 100), 12) <= 100);
    assert.equal(shortened('short', 12, 100), 'short');
  });

  it('preserves white space of tokens', () => {
    const figure = { width: 9, height: 9, background: '#fff', title: '', marks: [textMark([0, 0], ' a', '#000')] };
    assert.match(svgOf(figure), /xml:space="preserve"> a</);
  });
});

describe('an exported table', () => {
  it('in CSV has the full precision of the weights', () => {
    assert.equal(csvOf(small, names), '"Token","a","b","c"\r\n"a",0.5,0.25,0.25\r\n"b",0,1,0\r\n');
    const lines = csvOf(twoHeads, names).split('\r\n');
    assert.equal(lines[0], '"Head","Token","a","b","c"');
    assert.equal(lines[3], '"Head 2","a",0.858215,0.03493,0.106855');
    fc.assert(
      fc.property(fc.float({ min: 0, max: 1, noNaN: true }), weight => Math.fround(exactNumber(weight)) === weight),
    );
  });

  it('in Markdown has a column for each source', () => {
    assert.equal(
      markdownOf(small, names, style.format),
      '| Token | a | b | c |\n| :-- | --: | --: | --: |\n| a | 0.50 | 0.25 | 0.25 |\n| b | 0.00 | 1.00 | 0.00 |\n',
    );
    assert.match(markdownOf(twoHeads, names, style.format), /^\*\*Head 1\*\*\n\n[\s\S]*\n\n\*\*Head 2\*\*\n\n/);
  });

  it('contains markup and formulas from texts as plain text', () => {
    const csv = csvOf(hostile, names);
    assert.ok(csv.includes(`"'=1+1"`));
    const rows = markdownOf(hostile, names, style.format).trimEnd().split('\n');
    assert.equal(rows.length, HOSTILE.length + 2);
    for (const row of rows) assert.equal(row.split('|').length, HOSTILE.length + 3, row);
    assert.ok(!/<script|<img/.test(rows.join()));
  });
});

describe('the JSON of a record', () => {
  /** Reads the weights as other programs would read them. */
  function weightsOf({ weights }: RecordDocument): number[] {
    if (weights.encoding === 'list') return [...weights.values];
    const { buffer, byteOffset, byteLength } = Buffer.from(weights.data, 'base64');
    const view = new DataView(buffer, byteOffset, byteLength);
    return Array.from({ length: byteLength / 4 }, (_, at) => view.getFloat32(at * 4, true));
  }

  it('contains all weights exactly, as a list or packed', () => {
    const listed = JSON.parse(recordJson(twoHeads)) as RecordDocument;
    const { record } = twoHeads;
    assert.deepEqual(listed.dims, [1, record.heads, record.targets.length, record.sources.length]);
    assert.deepEqual([listed.targets, listed.sources], [record.targets, record.sources]);
    assert.deepEqual(Float32Array.from(weightsOf(listed)), record.weights);
    const side = 300;
    const weights = Float32Array.from({ length: side * side }, (_, at) => 1 / (at + 3));
    const targets = letters(side);
    const large = snapshotOf({ kind: 'encoder', layers: 1, heads: 1, targets, sources: targets, weights });
    const document = JSON.parse(recordJson(large)) as RecordDocument;
    assert.deepEqual(document.dims, [1, 1, side, side]);
    assert.equal(document.weights.encoding, 'base64-float32-le');
    assert.deepEqual(Float32Array.from(weightsOf(document)), weights);
    assert.equal(packed(Float32Array.of(1)), 'AACAPw==');
  });

  it('contains the texts of placeholders, and names a rollout as such', () => {
    const placeholders = [{ sign: '①', text: '`npm test`' }];
    const document = JSON.parse(recordJson({ ...small, heads: ['rollout'], placeholders })) as RecordDocument;
    assert.deepEqual(document.placeholders, placeholders);
    assert.deepEqual(document.heads, ['rollout']);
    assert.deepEqual(document.texts.sources, { text: 'abc', language: 'en' });
  });
});

describe('names and placeholders in exports', () => {
  const placeholders = [
    { sign: '①', text: '`npm\ntest`' },
    { sign: '②', text: '<script>'.repeat(30) },
  ];
  const withPlaceholders = { ...small, placeholders };
  const textsOf = ({ marks }: Figure): string[] => marks.flatMap(mark => (mark.kind === 'text' ? [mark.text] : []));

  it('are in the figures: both axes, and a line for each placeholder within the drawing', () => {
    for (const figure of [
      matrixFigure(withPlaceholders, style),
      linesFigure(withPlaceholders, { colors: PRINT_COLORS, least: 0 }),
    ]) {
      const texts = textsOf(figure);
      assert.ok(texts.includes('Queries: target') && texts.includes('Keys: source'), texts.join());
      assert.ok(texts.includes('① = `npm test`'));
      const cut = texts.find(text => text.startsWith('②')) ?? '';
      assert.ok(cut.endsWith('…') && cut.length < 100);
      for (const mark of figure.marks) {
        if (mark.kind === 'text') assert.ok(mark.y <= figure.height && mark.x <= figure.width, mark.text);
      }
    }
  });

  it('are once in the HTML page: title, names of the axes in the order of the view, placeholders', async () => {
    const html = await htmlPageOf(withPlaceholders, { style, words, language: 'en' });
    const body = html.slice(html.indexOf('<body>'), html.indexOf('<script type'));
    const drawn = [...body.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    assert.equal(body.match(/<h1>Translate<\/h1>/g)?.length, 1);
    assert.ok(!drawn.includes('Translate'));
    assert.ok(body.indexOf('>Keys: source</h2>') > 0);
    assert.ok(body.indexOf('>Keys: source</h2>') < body.indexOf('>Queries: target</h2>'));
    assert.ok(body.includes('<li>① <code>&#96;') || body.includes('<li>① <code>`npm'));
    assert.ok(!body.includes('<code><script>'));
  });

  it('are in Markdown: a list of the placeholders below the table', () => {
    const lines = markdownOf(withPlaceholders, names, style.format).trimEnd().split('\n');
    assert.equal(lines.filter(line => line.startsWith('- ')).length, 2);
    assert.ok(!lines.join().includes('<script>'));
  });
});

describe('the exported HTML page', () => {
  it('allows its own script and style by their hashes, and nothing else', async () => {
    const html = await htmlPageOf(small, { style, words, language: 'en' });
    const policy =
      /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1].replaceAll('&#39;', "'") ?? '';
    const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
    const css = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      `script-src ${hashOf(script)}`,
      `style-src ${hashOf(css)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    assert.ok(!/ style=| src=| href=|@import|url\(|https?:(?!\/\/www\.w3\.org\/2000\/svg)/.test(html));
  });

  it('contains markup from texts as plain text', async () => {
    const html = await htmlPageOf(hostile, { style, words: { ...words, hint: HOSTILE[0] }, language: '"><script>' });
    assert.equal(html.match(/<script/g)?.length, 2);
    assert.equal(html.match(/<title>/g)?.length, 2);
    assert.ok(!/<img/.test(html));
  });
});
