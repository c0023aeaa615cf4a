// Views: every way to show attention, in the order of the tabs. A new one is a line here.
import type { ViewEntry } from './view';
import { TABLE_VIEW } from './tableView';

export const VIEWS: readonly ViewEntry[] = [TABLE_VIEW];
