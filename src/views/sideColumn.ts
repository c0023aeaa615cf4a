// Side column: the view column in which the views are opened, so that they share one beside the text.
import * as vscode from 'vscode';

/** The view types of the panels; the editor puts a prefix before the type that an extension gives. */
const OUR_VIEWS = /(?:^|-)attentive\.(?:run|attention)$/;

/** The column of the views that are already open, wherever the user has moved them, else the one beside the text. */
export function sideColumn(): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const groups = all.filter(group => group.tabs.some(isOurs));
  // In the active group a view would cover the text, unless another view is in front there already.
  const shared = groups.find(group => group !== activeTabGroup) ?? groups.find(({ activeTab }) => isOurs(activeTab));
  return shared?.viewColumn ?? vscode.ViewColumn.Beside;
}

function isOurs(tab: vscode.Tab | undefined): boolean {
  return tab?.input instanceof vscode.TabInputWebview && OUR_VIEWS.test(tab.input.viewType);
}
