// Markdown, long: the translations of many random documents, with random answers, keep the structure of the documents.
import { describeAnyMarkdown } from './anyMarkdown';

describe('translate, of many Markdown documents', function () {
  this.timeout(300_000);
  describeAnyMarkdown(1000);
});
