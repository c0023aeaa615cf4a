// Side column: the group of editors in which the views stand, so that they share one beside the text.
import * as vscode from 'vscode';

/** The types of our views; the editor puts something of its own before what an extension called them. */
const OUR_VIEWS = /(?:^|-)attentive\.(?:run|attention)$/;

/** Where a view is opened: with the views that are open already, wherever the user has put them, else beside the text. */
export function sideColumn(): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const groups = all.filter(group => group.tabs.some(isOurs));
  // Over the text it would cover that, unless a view of ours is in front there anyway.
  const shared = groups.find(group => group !== activeTabGroup) ?? groups.find(({ activeTab }) => isOurs(activeTab));
  return shared?.viewColumn ?? vscode.ViewColumn.Beside;
}

function isOurs(tab: vscode.Tab | undefined): boolean {
  return tab?.input instanceof vscode.TabInputWebview && OUR_VIEWS.test(tab.input.viewType);
}
