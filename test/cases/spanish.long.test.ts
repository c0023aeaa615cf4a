// The cases of public bug reports, into Spanish.
import { describeCases } from './cases';

describeCases('es');
