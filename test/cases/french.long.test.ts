// French cases: runs the cases from public bug reports through the built-in model, with translations into French.
import { describeCases } from './cases';

describeCases('fr');
