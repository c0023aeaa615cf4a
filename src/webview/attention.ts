// Attention: the page of the Attention view.
import { connect } from '../base/rpc';
import { attentionContract } from '../views/attentionProtocol';
import { type Host, portTo } from './port';

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
void connect(portTo(host), attentionContract);
