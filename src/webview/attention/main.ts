// Main: the entry of the Attention page: connects it with the extension and starts it.
import { connect } from '../../base/rpc';
import { attentionContract } from '../../views/attention/protocol';
import type { AttentionWords } from '../../views/attention/words/pageWords';
import { Page } from './page/page';
import { type Host, portTo } from '../dom/port';

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const page = new Page({
  extension: connect(portTo(host), attentionContract),
  // The extension has written the messages into the page (views/page/html.ts), so their type is known.
  words: JSON.parse(document.body.dataset['words'] ?? '{}') as AttentionWords,
  language: document.documentElement.lang,
  saved: host.getState(),
  save: state => host.setState(state),
});
document.body.append(page.element);
void page.follow();
