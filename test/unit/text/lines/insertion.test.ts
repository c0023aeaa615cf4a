import assert from 'node:assert/strict';
import fc from 'fast-check';
import { insertion, type InsertionStyle } from '../../../../src/text/lines/insertion';

const CODE: InsertionStyle = { eol: '\n', isProse: false, isApart: false };
const PROSE: InsertionStyle = { ...CODE, isProse: true };

/** The document after the insertion of `result` above or below `selected`, which stands in the document once. */
function after(
  document: string,
  selected: string,
  result: string,
  where: 'above' | 'below',
  style: InsertionStyle,
): string {
  const start = document.indexOf(selected);
  assert.ok(start >= 0 && document.indexOf(selected, start + 1) < 0, selected);
  const made = insertion(document, { start, end: start + selected.length }, result, where, style);
  assert.equal(made.text.slice(made.start, made.end), result.trimEnd());
  return document.slice(0, made.offset) + made.text + document.slice(made.offset);
}

const below = (document: string, selected: string, result: string, style = CODE): string =>
  after(document, selected, result, 'below', style);
const above = (document: string, selected: string, result: string, style = CODE): string =>
  after(document, selected, result, 'above', style);

describe('an insertion below', () => {
  it('begins with the indentation and the comment marker of the selected line', () => {
    for (const marker of ['// ', '//', '/// ', '//! ', '# ', '-- ', ';; ', '% ', '* ', ' * ']) {
      const line = `  ${marker}Save it.`;
      assert.equal(below(`${line}\n  go();\n`, 'Save it.', 'Neu.'), `${line}\n  ${marker}Neu.\n  go();\n`, marker);
    }
  });

  it('takes the marker of a comment that stands behind code', () => {
    assert.equal(below('\tgo(); // Save it.\nx', 'Save it.', 'Neu.'), '\tgo(); // Save it.\n\t// Neu.\nx');
    assert.equal(below("  say('Save it.');\n", 'Save it.', 'Neu.'), "  say('Save it.');\n  Neu.\n");
  });

  it('is a comment of its own below the end of a block comment', () => {
    assert.equal(below('  /** Save it. */\ngo', 'Save it.', 'Neu.'), '  /** Save it. */\n  /** Neu. */\ngo');
    assert.equal(below('<!-- Save it. -->', 'Save it.', 'Neu.'), '<!-- Save it. -->\n<!-- Neu. -->');
    assert.equal(below(' * Save it. */\ngo', 'Save it.', 'Neu.'), ' * Save it. */\n /* Neu. */\ngo');
  });

  it('is a line of the block comment if the comment goes on below', () => {
    assert.equal(below('  /** Save it.\n   * Go.\n', 'Save it.', 'Neu.'), '  /** Save it.\n   * Neu.\n   * Go.\n');
  });

  it('stands under the words of a list item, and in a quotation', () => {
    for (const marker of ['- ', '* ', '10. ', '- [ ] ', '  + ']) {
      const room = ' '.repeat(marker.length);
      assert.equal(below(`${marker}Save it.\n`, 'Save it.', 'Neu.', PROSE), `${marker}Save it.\n${room}Neu.\n`);
    }
    assert.equal(below('> Save it.\n', 'Save it.', 'Neu.', PROSE), '> Save it.\n> Neu.\n');
    assert.equal(below('> - Save it.\n', 'Save it.', 'Neu.', PROSE), '> - Save it.\n>   Neu.\n');
    assert.equal(below('// - Save it.\n', 'Save it.', 'Neu.'), '// - Save it.\n//   Neu.\n');
  });

  it('has no marker of a heading, and none if words stand before the selection in its line', () => {
    assert.equal(below('## Save it.\n', 'Save it.', 'Neu.', PROSE), '## Save it.\nNeu.\n');
    assert.equal(below('  Stop. Save it.\n', 'Save it.', 'Neu.', PROSE), '  Stop. Save it.\n  Neu.\n');
  });

  it('of translated whole lines keeps the markers that they have, and stands below the last selected line', () => {
    const lines = '  // One.\n  // Two.\n';
    assert.equal(below(`${lines}go`, lines, '  // Eins.\n  // Zwei.\n', CODE).includes(`${lines}  // Eins.\n`), true);
  });

  it('keeps the line ends of the document', () => {
    const style = { ...CODE, eol: '\r\n' };
    assert.equal(below('// Save it.\r\nx\r\n', 'Save it.', 'Neu.', style), '// Save it.\r\n// Neu.\r\nx\r\n');
  });
});

describe('an insertion above', () => {
  const summary: InsertionStyle = { ...PROSE, isApart: true };

  it('is a paragraph of its own before the text', () => {
    assert.equal(above('Long text.\nMore.\n', 'Long text.\nMore.', 'News', summary), 'News\n\nLong text.\nMore.\n');
    assert.equal(above('a\n\n  Long text.\n', 'Long text.', 'News', summary), 'a\n\n  News\n\n  Long text.\n');
    assert.equal(above('# Title\nText.', '# Title\nText.', 'News', summary), 'News\n\n# Title\nText.');
  });

  it('is a comment before a comment, even if whole lines are selected', () => {
    const style = { ...summary, isProse: false };
    assert.equal(
      above('  // Long.\n  // More.\n', '  // Long.\n  // More.\n', 'News', style).split('\n')[0],
      '  // News',
    );
    assert.equal(above('  // Long.\n', 'Long.', 'News', style), '  // News\n  //\n  // Long.\n');
    assert.equal(above('/**\n * Long.\n */\n', 'Long.', 'News', style), '/**\n * News\n *\n * Long.\n */\n');
    assert.equal(above('/** Long.\n */\n', 'Long.', 'News', style), '/** News */\n\n/** Long.\n */\n');
  });

  it('goes before the line, not into it', () => {
    assert.equal(above('x = 1; // Save it.\n', 'Save it.', 'Neu.'), '// Neu.\nx = 1; // Save it.\n');
  });
});

describe('any insertion', () => {
  it('changes no line of the document, and returns the range of its own text', () => {
    const line = fc.stringMatching(/^[ \t]{0,3}(?:\/\/|\/\*|\*|#|-|>|1\.|<!--)? ?[a-z ]{0,6}(?: \*\/| -->)?$/);
    const cases = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 5 }),
      eol: fc.constantFrom('\n', '\r\n'),
      isProse: fc.boolean(),
      isApart: fc.boolean(),
      where: fc.constantFrom('above' as const, 'below' as const),
      from: fc.nat(),
      length: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ lines, from, length, where, ...style }) => {
        const document = lines.join(style.eol);
        let start = from % (document.length + 1);
        if (document[start] === '\n' && document[start - 1] === '\r') start--;
        let end = Math.min(document.length, start + (length % (document.length + 1)));
        if (document[end] === '\n' && document[end - 1] === '\r') end--;
        const made = insertion(document, { start, end: Math.max(start, end) }, 'Neu.', where, style);
        const after = (document.slice(0, made.offset) + made.text + document.slice(made.offset)).split(style.eol);
        for (const each of lines) {
          const at = after.indexOf(each);
          assert.ok(at >= 0, `${JSON.stringify(each)} is not a line of ${JSON.stringify(after)}`);
          after.splice(at, 1);
        }
        assert.equal(made.text.slice(made.start, made.end), 'Neu.');
      }),
    );
  });
});
