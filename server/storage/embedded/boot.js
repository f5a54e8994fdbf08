// The store's process where no bundle of its files could be made.
import { register } from 'tsx/esm/api';

register();
await import('./child.ts');
