// Spanish cases: runs the cases from public bug reports through the built-in model, with translations into Spanish.
import { describeCases } from './cases';

describeCases('es');
