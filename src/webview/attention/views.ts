// Views: every way to show attention, in the order of the tabs. A new one is a line here.
import type { ViewEntry } from './view';
import { LINES_VIEW } from './linesView';
import { HEADS_VIEW } from './headsView';
import { MATRIX_VIEW } from './matrixView';
import { TABLE_VIEW } from './tableView';
import { TEXT_VIEW } from './textView';

export const VIEWS: readonly ViewEntry[] = [TEXT_VIEW, LINES_VIEW, MATRIX_VIEW, HEADS_VIEW, TABLE_VIEW];
