// Translating strings of source code: the literals stay whole, whatever the model answers.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Engine } from '../../../src/engine/api/contract';
import { type FormatParsers, parseDocuments } from '../../../src/tasks/run/formattedTexts';
import type { RewriteResult } from '../../../src/tasks/run/rewrite';
import { translate } from '../../../src/tasks/translate';
import { parserOf } from '../code/parsers';
import { outcome, runOn, scripted } from '../../unit/tasks/scripted';

async function translated(language: string, text: string, engine: Engine): Promise<RewriteResult> {
  const parser = await parserOf(language, true);
  const parsers = {
    structure: async ({ text, ranges }: Parameters<FormatParsers['structure']>[0]) => parser.structure(text, ranges),
    fits: async ({ text, edits }: Parsed) => parser.fits(text, edits),
    isSame: async ({ text, edits }: Parsed) => parser.isSame(text, edits),
  };
  const signal = new AbortController().signal;
  const document = { format: { kind: 'code', grammar: '', parts: ['string'] }, text, ranges: [whole(text)] } as const;
  const formatted = await parseDocuments(parsers, [document], signal);
  return (await outcome(translate({ ...runOn(engine), texts: [text], from: 'en', formatted }))).result;
}

type Parsed = Parameters<FormatParsers['fits']>[0];

function whole(text: string): { start: number; end: number } {
  return { start: 0, end: text.length };
}

/** An engine that answers in capitals. */
const capitals = (): Engine => scripted({ answer: text => text.toUpperCase() }).engine;

describe('translate, for the strings of source code', () => {
  const cases: readonly (readonly [language: string, source: string, result: string])[] = [
    ['typescript', 'f("Close the door."); // Open it.\n', 'f("CLOSE THE DOOR."); // Open it.\n'],
    ['typescript', "const key = 'name', all = 'All is well.';\n", "const key = 'name', all = 'ALL IS WELL.';\n"],
    ['typescript', 'f(`The file ${file.name} is open.\\n`);\n', 'f(`THE FILE ${file.name} IS OPEN.\\n`);\n'],
    ['python', 'print("Read %d files of %s." % (n, s))\n', 'print("READ %d FILES OF %s." % (n, s))\n'],
    ['python', 'print(f"The file {path!r:>10} is open.")\n', 'print(f"THE FILE {path!r:>10} IS OPEN.")\n'],
    ['python', 'print(f"The {{old}} file is {d["a b"]}.")\n', 'print(f"THE {{OLD}} FILE IS {d["a b"]}.")\n'],
    ['python', "x = f'''The file\n{path} is open.'''\n", "x = f'''THE FILE\n{path} IS OPEN.'''\n"],
    ['csharp', 'var s = $"The file {path} is open.";\n', 'var s = $"THE FILE {path} IS OPEN.";\n'],
    ['powershell', 'echo "The file $($a.b) is $open now."\n', 'echo "THE FILE $($a.b) IS $open NOW."\n'],
    [
      'python',
      'def f():\n    """One text."""\n    return "Two words."\n',
      'def f():\n    """One text."""\n    return "TWO WORDS."\n',
    ],
    ['java', 'String a = "The \\"old\\" file\\tis {0}.";\n', 'String a = "THE \\"OLD\\" FILE\\tIS {0}.";\n'],
  ];
  for (const [language, source, result] of cases) {
    it(`changes only the words of the strings: ${JSON.stringify(source)} (${language})`, async () => {
      assert.deepEqual((await translated(language, source, capitals())).texts, [result]);
    });
  }

  const breaking: readonly (readonly [language: string, source: string, answers: readonly string[]])[] = [
    ['typescript', 'f("The door is open.");\n', ['Die "Tür', 'Ein\\', 'C:\\neu ist hier', '"); f("']],
    ['typescript', "f('The door is open.');\n", ["L'entrée est ouverte.", "'); alert('"]],
    ['typescript', 'f(`The door is open.`);\n', ['Die `Tür`.', 'Die ${Tür}.']],
    ['python', 'f("The door is open.")\n', ['Die "Tür".', 'Ein \\N', '" + g() + "']],
    ['c', 'puts("The door is open.");\n', ['Die "Tür".', '100 % der Türen', 'Die %s.', 'a \\x']],
  ];
  for (const [language, source, answers] of breaking) {
    for (const answer of answers) {
      it(`keeps a string and counts it as broken if the answer would break the code: ${JSON.stringify(answer)} (${language})`, async () => {
        const { texts, notes } = await translated(language, source, scripted({ answer: () => answer }).engine);
        assert.deepEqual([texts, notes.broken], [[source], 1]);
      });
    }
  }

  it('counts the strings that stay as they were because they are names or keys', async () => {
    const { notes } = await translated('typescript', 'f("a-key", "name", "Close the door.");\n', capitals());
    assert.equal(notes.code, 2);
  });

  it('changes no code outside of the strings, whatever the engine answers', async () => {
    const source = 'f("The first door.", `Door ${n} is\\n open.`, \'It is "closed" now.\');\n';
    const signs = fc.constantFrom('"', "'", '`', '\\', '${', '}', '\n', '\\n', '%s', '*/', '//', ' ', 'Tür', 'n', ')');
    const answers = fc.array(signs, { maxLength: 8 }).map(some => some.join(''));
    const parser = await parserOf('typescript', true);
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { minLength: 1, maxLength: 3 }), async given => {
        let next = 0;
        const { engine } = scripted({ answer: () => given[next++ % given.length] });
        const [text] = (await translated('typescript', source, engine)).texts;
        assert.ok(await parser.isSame(source, [{ ...whole(source), text }]), text);
        const outside = text.replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[^]|[^`\\])*`/g, '¤');
        assert.equal(outside, 'f(¤, ¤, ¤);\n');
      }),
      { numRuns: 200 },
    );
  });
});
