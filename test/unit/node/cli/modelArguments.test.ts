// Arguments of `attentive models`: what is read, and the sentence for what is wrong.
import assert from 'node:assert/strict';
import { readModelArguments } from '../../../../src/node/cli/models/arguments';
import { UsageError } from '../../../../src/node/cli/terminal/usageError';

describe('readModelArguments', () => {
  const read = (line: string) => readModelArguments(line.split(' '));

  it('reads a command with its model, and what the user says that the model can do', () => {
    const { command, operands, yes, asked } = read('add o/m -y --from EN --to pt-br --prefix x:');
    assert.deepEqual([command, operands, yes], ['add', ['o/m'], true]);
    assert.deepEqual(asked, { kind: 'translate', from: 'en', to: 'pt-BR', input: { prefix: 'x:' } });
    assert.deepEqual(read('add o/m --form headline --language fr').asked, {
      kind: 'summarize',
      form: 'headline',
      language: 'fr',
      input: {},
    });
    assert.deepEqual([read('list --from en').from, read('list --from en').asked], ['en', undefined]);
  });

  it('refuses what does not fit, in one sentence', () => {
    for (const [line, message] of [
      ['', /no command ""/],
      ['fetch', /no command "fetch": list, search/],
      ['add', /models add needs a model/],
      ['search', /models search needs a text/],
      ['path a b', /models path does not take b/],
      ['list --yes', /--yes is an option of models add and remove, not of models list/],
      ['add a --from en', /both --from and --to/],
      ['add a --form x --to en', /--form is for a summary/],
      ['add a --from x_y --to en', /not "x_y"/],
      ['add a --precision fp8', /--precision is one of/],
      ['add a --what', /Unknown option '--what'/],
    ] as const) {
      assert.throws(
        () => read(line),
        (error: unknown) => error instanceof UsageError && message.test(error.message),
        line,
      );
    }
  });
});
