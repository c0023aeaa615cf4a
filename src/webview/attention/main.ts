// Main: starts the page of the Attention view.
import { connect } from '../../base/rpc';
import { attentionContract } from '../../views/attention/protocol';
import type { AttentionWords } from '../../views/attention/words/pageWords';
import { Page } from './page/page';
import { type Host, portTo } from '../dom/port';

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const page = new Page({
  extension: connect(portTo(host), attentionContract),
  // The extension wrote these into the page; they hold no text of a document.
  words: JSON.parse(document.body.dataset['words'] ?? '{}') as AttentionWords,
  language: document.documentElement.lang,
  saved: host.getState(),
  save: state => host.setState(state),
});
document.body.append(page.element);
void page.follow();
