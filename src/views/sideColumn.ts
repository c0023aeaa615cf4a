// Side column: the editor column beside the text in which the Attention view and the Run view are opened.
import * as vscode from 'vscode';

/** The view types of both panels. The editor adds a prefix to the type that an extension gives. */
const VIEW_TYPES = /(?:^|-)attentive\.(?:run|attention)$/;

/** The column of a view that is open already, wherever the user has moved it; otherwise the column beside the text. */
export function sideColumn(): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const groups = all.filter(group => group.tabs.some(isAttentiveView));
  // A view opened in the active group would cover the text, unless another of the views is already in front there.
  const shared =
    groups.find(group => group !== activeTabGroup) ?? groups.find(({ activeTab }) => isAttentiveView(activeTab));
  return shared?.viewColumn ?? vscode.ViewColumn.Beside;
}

function isAttentiveView(tab: vscode.Tab | undefined): boolean {
  return tab?.input instanceof vscode.TabInputWebview && VIEW_TYPES.test(tab.input.viewType);
}
