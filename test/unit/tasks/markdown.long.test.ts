// Translating Markdown, many documents and answers.
import { describeAnyMarkdown } from './anyMarkdown';

describe('translate, of many Markdown documents', function () {
  this.timeout(300_000);
  describeAnyMarkdown(1000);
});
