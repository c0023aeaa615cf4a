// The cases of public bug reports, into German.
import { describeCases } from './cases';

describeCases('de');
