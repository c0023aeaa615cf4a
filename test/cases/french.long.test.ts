// The cases of public bug reports, into French.
import { describeCases } from './cases';

describeCases('fr');
