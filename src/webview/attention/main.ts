// Main: the entry of the Attention page: connects it with the extension and starts it.
import { connect } from '../../base/rpc';
import { attentionContract } from '../../views/attention/protocol';
import { attentionWords } from './words/pageWords';
import { Page } from './page/page';
import { type Host, portTo } from '../dom/port';
import { translateIn } from '../dom/translate';

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const page = new Page({
  extension: connect(portTo(host), attentionContract),
  words: attentionWords(translateIn(document.body)),
  language: document.documentElement.lang,
  saved: host.getState(),
  save: state => host.setState(state),
});
document.body.append(page.element);
void page.follow();
